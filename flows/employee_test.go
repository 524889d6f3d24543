package flows

import "testing"

// TestMeansPerson compares what customers write with what colleagues are called.
func TestMeansPerson(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		words, name string
		others      []string
		want        bool
	}{
		{"Li", "Li", nil, true},
		{"li at counter 3", "Li", nil, true},
		{"a woman called MONA", "Mona Schmidt", []string{"Li"}, true},
		{"Mona", "Mona Schmidt", []string{"Mona Weber"}, false},
		{"Mona  Schmidt", "Mona Schmidt", []string{"Mona Weber"}, true},
		{"Mr. Schmidt", "Mona Schmidt", []string{"Li"}, true},
		{"Monastery", "Mona", nil, false},
		{"the lady at the till", "Mona", nil, false},
		{"李工", "李工", []string{"王芳"}, true},
		{"李工", "李明", []string{"王芳"}, true},
		{"李 经理", "李明", []string{"王芳"}, true},
		{"客服小李", "李明", []string{"王芳"}, true},
		{"李工", "李明", []string{"李强"}, false},
		{"李明", "李明", []string{"李强"}, true},
		{"李经理", "李工", []string{"王芳"}, true},
		{"歐陽師傅", "歐陽明", []string{"欧克"}, true},
		{"王经理", "李明", []string{"王芳"}, false},
		{"王经理", "王芳", []string{"李明"}, true},
		{"行李", "李明", nil, false},
		{"前台的Mona把我骂了", "Mona Schmidt", []string{"Li"}, true},
		{"前台的Monalisa画", "Mona", nil, false},
		{"", "Li", nil, false},
	} {
		if got := meansPerson(tt.words, tt.name, tt.others); got != tt.want {
			t.Errorf("%q means %q among %v: %v", tt.words, tt.name, tt.others, got)
		}
	}
}

func TestWritesName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, name string
		want       bool
	}{
		{"Your employee Li was rude to me.", "Li", true},
		{"Li was rude to me.", "Li", true},
		{"My liquid soap leaks. Listen to me.", "Li", false},
		{"Will you refund it?", "Will", false},
		{"The clerk Will shouted at me.", "Will", true},
		{"I will wait.", "Will", false},
		{"昨天王 芳态度很差", "王芳", true},
		{"王经理态度很差", "王芳", false},
		{"前台的Mona把我骂了", "Mona", true},
		{"前台的Monalisa画很好看", "Mona", false},
		{"", "Li", false},
		{"Li", "", false},
	} {
		if got := writesName(tt.text, tt.name); got != tt.want {
			t.Errorf("%q writes %q: %v", tt.text, tt.name, got)
		}
	}
}
