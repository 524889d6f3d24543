package policy

// The types of this file mirror the YAML document; docs/policy.md explains every key.

type document struct {
	Schema    int           `yaml:"schema"`
	Name      text          `yaml:"name"`
	Version   text          `yaml:"version"`
	Extends   text          `yaml:"extends"`
	Title     names         `yaml:"title"`
	About     names         `yaml:"about"`
	Languages []text        `yaml:"languages"`
	Calendar  calendarDoc   `yaml:"calendar"`
	Roles     []roleDoc     `yaml:"roles"`
	Fields    []fieldDoc    `yaml:"fields"`
	Ask       []text        `yaml:"ask"`
	Signals   []signalDoc   `yaml:"signals"`
	Category  []categoryDoc `yaml:"categories"`
	Desks     []deskDoc     `yaml:"desks"`
	Severity  severityDoc   `yaml:"severity"`
	Every     span          `yaml:"escalate_every"`
	Clocks    []clockDoc    `yaml:"clocks"`
	Notices   []noticeDoc   `yaml:"notices"`
	Validity  validityDoc   `yaml:"validity"`
	Classes   []classDoc    `yaml:"classes"`
	Offers    []offerDoc    `yaml:"offers"`
	Causes    []choiceDoc   `yaml:"causes"`
	Guidance  []guideDoc    `yaml:"guidance"`
	Steps     []stepDoc     `yaml:"steps"`
	Duties    []dutyDoc     `yaml:"duties"`
	Closing   []closingDoc  `yaml:"closing"`
	Conduct   []conductDoc  `yaml:"conduct"`
	CardShows []text        `yaml:"card_shows"`
	Fines     finesDoc      `yaml:"fines"`
	Survey    surveyDoc     `yaml:"survey"`
	FollowUp  followUpDoc   `yaml:"follow_up"`
	Reports   []reportDoc   `yaml:"reports"`
	Retention retentionDoc  `yaml:"retention"`
	Digest    text          `yaml:"digest"`
	PerDesk   bool          `yaml:"digest_per_desk"`
	Quiet     text          `yaml:"quiet"`
	Media     mediaDoc      `yaml:"media"`
}

type calendarDoc struct {
	At           pos
	Zone         text            `yaml:"zone"`
	Hours        map[string]text `yaml:"hours"`
	Contact      map[string]text `yaml:"contact"`
	Workdays     text            `yaml:"workdays"`
	Holidays     text            `yaml:"holidays"`
	Closed       []text          `yaml:"closed"`
	Open         []text          `yaml:"open"`
	HolidayHours text            `yaml:"holiday_hours"`
	MakeUpHours  text            `yaml:"makeup_hours"`
	Immediately  span            `yaml:"immediately"`
	Grace        span            `yaml:"contact_grace"`
}

type roleDoc struct {
	ID   text  `yaml:"id"`
	Name names `yaml:"name"`
	Desk text  `yaml:"desk"`
}

type fieldDoc struct {
	ID       text        `yaml:"id"`
	Name     names       `yaml:"name"`
	Question names       `yaml:"question"`
	Choices  []choiceDoc `yaml:"choices"`
	Values   []choiceDoc `yaml:"values"`
	KnownBy  []text      `yaml:"known_by"`
}

type choiceDoc struct {
	ID   text  `yaml:"id"`
	Name names `yaml:"name"`
}

type signalDoc struct {
	ID    text              `yaml:"id"`
	Name  names             `yaml:"name"`
	Words map[string][]text `yaml:"words"`
}

type categoryDoc struct {
	ID       text              `yaml:"id"`
	Code     text              `yaml:"code"`
	Like     text              `yaml:"like"`
	Name     names             `yaml:"name"`
	Keywords map[string][]text `yaml:"keywords"`
	Ask      []text            `yaml:"ask"`
	Required []text            `yaml:"required"`
	Desk     text              `yaml:"desk"`
	Sub      []categoryDoc     `yaml:"sub"`
}

type deskDoc struct {
	ID         text   `yaml:"id"`
	Name       names  `yaml:"name"`
	Categories []text `yaml:"categories"`
	Sites      []text `yaml:"sites"`
	Severities []text `yaml:"severities"`
	Members    []text `yaml:"members"`
}

type severityDoc struct {
	At        pos
	Levels    []levelDoc   `yaml:"levels"`
	Rules     []gradeDoc   `yaml:"rules"`
	Otherwise otherwiseDoc `yaml:"otherwise"`
	LoweredBy text         `yaml:"lowered_by"`
}

type levelDoc struct {
	ID   text  `yaml:"id"`
	Name names `yaml:"name"`
}

type otherwiseDoc struct {
	ID    text `yaml:"id"`
	Level text `yaml:"level"`
}

type gradeDoc struct {
	ID    text      `yaml:"id"`
	Level text      `yaml:"level"`
	Any   []caseDoc `yaml:"any"`
}

type caseDoc struct {
	When text  `yaml:"when"`
	Why  names `yaml:"why"`
}

type clockDoc struct {
	ID           text       `yaml:"id"`
	Action       names      `yaml:"action"`
	By           text       `yaml:"by"`
	From         text       `yaml:"from"`
	Until        text       `yaml:"until"`
	Within       span       `yaml:"within"`
	Counts       text       `yaml:"counts"`
	OffHours     variantDoc `yaml:"off_hours"`
	RestDay      variantDoc `yaml:"rest_day"`
	For          []text     `yaml:"for"`
	Categories   []text     `yaml:"categories"`
	When         text       `yaml:"when"`
	InForce      forceDoc   `yaml:"in_force"`
	Warn         text       `yaml:"warn"`
	Escalate     []text     `yaml:"escalate"`
	Every        span       `yaml:"escalate_every"`
	Repeat       bool       `yaml:"repeat"`
	Promise      bool       `yaml:"promise"`
	ContactHours bool       `yaml:"contact_hours"`
}

type forceDoc struct {
	From text `yaml:"since"`
	To   text `yaml:"through"`
}

type variantDoc struct {
	ID     text  `yaml:"id"`
	Action names `yaml:"action"`
	Within span  `yaml:"within"`
	Counts text  `yaml:"counts"`
}

type noticeDoc struct {
	ID     text   `yaml:"id"`
	What   names  `yaml:"what"`
	On     text   `yaml:"on"`
	For    []text `yaml:"for"`
	When   text   `yaml:"when"`
	To     []text `yaml:"to"`
	Within span   `yaml:"within"`
	Every  span   `yaml:"every"`
	Ask    bool   `yaml:"ask"`
}

type validityDoc struct {
	At        pos
	DecidedBy text        `yaml:"decided_by"`
	Needs     []text      `yaml:"needs"`
	Values    []valueDoc  `yaml:"values"`
	Reasons   []reasonDoc `yaml:"reasons"`
}

type valueDoc struct {
	ID   text  `yaml:"id"`
	Code text  `yaml:"code"`
	Name names `yaml:"name"`
	Kind text  `yaml:"kind"`
}

type reasonDoc struct {
	ID   text  `yaml:"id"`
	For  text  `yaml:"for"`
	Name names `yaml:"name"`
}

type classDoc struct {
	ID    text   `yaml:"id"`
	Kind  text   `yaml:"kind"`
	Class text   `yaml:"class"`
	Name  names  `yaml:"name"`
	When  text   `yaml:"when"`
	To    []text `yaml:"to"`
}

type offerDoc struct {
	ID       text  `yaml:"id"`
	Name     names `yaml:"name"`
	When     text  `yaml:"when"`
	Approval text  `yaml:"approval"`
}

type guideDoc struct {
	ID    text   `yaml:"id"`
	Rules []text `yaml:"rules"`
	Name  names  `yaml:"name"`
	Do    names  `yaml:"do"`
	Say   names  `yaml:"say"`
	For   []text `yaml:"for"`
	When  text   `yaml:"when"`
}

type stepDoc struct {
	ID     text  `yaml:"id"`
	Rule   text  `yaml:"rule"`
	Name   names `yaml:"name"`
	Ask    names `yaml:"ask"`
	Report names `yaml:"report"`
	Reply  bool  `yaml:"replies"`
	People int   `yaml:"people"`
	Within span  `yaml:"within"`
	Counts text  `yaml:"counts"`
	When   text  `yaml:"when"`
}

type dutyDoc struct {
	ID      text  `yaml:"id"`
	Name    names `yaml:"name"`
	Channel text  `yaml:"channel"`
}

type closingDoc struct {
	ID     text   `yaml:"id"`
	Rule   text   `yaml:"rule"`
	Name   names  `yaml:"name"`
	For    []text `yaml:"for"`
	When   text   `yaml:"when"`
	Unless []text `yaml:"unless"`
}

type conductDoc struct {
	ID         text              `yaml:"id"`
	Rules      []text            `yaml:"rules"`
	Name       names             `yaml:"name"`
	Phrases    map[string][]text `yaml:"phrases"`
	Patterns   []text            `yaml:"patterns"`
	Must       map[string][]text `yaml:"must"`
	Files      []text            `yaml:"files"`
	UnlessTime bool              `yaml:"unless_time"`
	Final      bool              `yaml:"final"`
	Covers     bool              `yaml:"covers"`
	When       text              `yaml:"when"`
	Approval   text              `yaml:"approval"`
	Better     names             `yaml:"better"`
}

type finesDoc struct {
	At       pos
	Currency text           `yaml:"currency"`
	Amounts  map[string]int `yaml:"amounts"`
	Shares   []shareDoc     `yaml:"shares"`
}

type shareDoc struct {
	ID         text  `yaml:"id"`
	Name       names `yaml:"name"`
	Percent    int   `yaml:"percent"`
	DoubleFrom int   `yaml:"double_from"`
}

type surveyDoc struct {
	At        pos
	Delay     span          `yaml:"delay"`
	Reminder  span          `yaml:"reminder"`
	Expires   span          `yaml:"expires"`
	Edit      span          `yaml:"edit"`
	Cap       span          `yaml:"one_per_customer_in"`
	LowScore  int           `yaml:"low_score"`
	FollowUp  span          `yaml:"low_score_follow_up"`
	Questions []questionDoc `yaml:"questions"`
}

type questionDoc struct {
	ID    text  `yaml:"id"`
	Text  names `yaml:"text"`
	Scale int   `yaml:"scale"`
}

type followUpDoc struct {
	At      pos
	Remind  []span `yaml:"remind"`
	Notice  span   `yaml:"closing_notice"`
	Close   span   `yaml:"close_without_reply"`
	Solved  span   `yaml:"confirm_resolution"`
	Reopen  span   `yaml:"reopen_within"`
	Resume  span   `yaml:"draft_expires"`
	Recheck span   `yaml:"recheck"`
	Silent  span   `yaml:"release_silent"`
	Objects text   `yaml:"objection"`
}

type reportDoc struct {
	ID       text   `yaml:"id"`
	Name     names  `yaml:"name"`
	Every    text   `yaml:"every"`
	For      []text `yaml:"for"`
	Kept     bool   `yaml:"kept"`
	MonthDay int    `yaml:"month_day"`
	By       text   `yaml:"by"`
}

type retentionDoc struct {
	At         pos
	Closed     span `yaml:"closed"`
	Draft      span `yaml:"draft"`
	Attachment span `yaml:"attachments"`
}
