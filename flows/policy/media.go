package policy

// Media says which files of a customer may be given to a machine, as they are. The zero value
// allows none.
type Media struct {
	Voice  bool // voice messages may be written down
	Photos bool // photos may be described
}

type mediaDoc struct {
	Voice  bool `yaml:"voice"`
	Photos bool `yaml:"photos"`
}

// Media says which files of a customer a machine may listen to or look at.
func (p *Policy) Media() Media { return p.media }
