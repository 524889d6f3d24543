package flows

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"redress/flows/complaint"
)

// A complaint that names an employee is not for that person to see in detail, to take or to
// answer: names are compared tolerantly, since customers write them as they heard them.

// accused are the words by which the customer names employees.
func accused(c *complaint.Complaint) []string {
	var words []string
	for _, field := range []string{"who", "employee"} {
		if w := c.Fields[field]; w != "" && w != answerSkipped {
			words = append(words, w)
		}
	}
	for _, f := range c.Facts {
		if f.Name == complaint.FactEmployee && f.Words != "" {
			words = append(words, f.Words)
		}
	}
	return words
}

// named reports whether the complaint names the colleague of that name.
func (t *turn) named(name string) bool {
	if t.c == nil || name == "" {
		return false
	}
	if writesName(t.c.Summary, name) {
		return true
	}
	var others []string
	for _, s := range t.st.Org.People {
		if !s.Removed && s.Name != name {
			others = append(others, s.Name)
		}
	}
	return slices.ContainsFunc(accused(t.c), func(words string) bool { return meansPerson(words, name, others) })
}

// namesColleague reports whether the complaint names anybody on the staff list.
func (t *turn) namesColleague() bool {
	return slices.ContainsFunc(t.st.Org.People, func(s complaint.Staff) bool { return !s.Removed && t.named(s.Name) })
}

// veiled reports whether what the complaint is about stays off cards, lists and alerts in groups:
// it names a colleague, or the policy wants nothing of the matter there (MJ-AT03).
func (t *turn) veiled() bool { return t.discreet() || t.namesColleague() }

// discreet reports whether the policy wants nothing of the matter in any group, the managers'
// included.
func (t *turn) discreet() bool {
	_, discreet := t.Policy.CardShows()
	return discreet
}

// concerned reports whether the complaint names the actor; they learn no more than that a
// colleague looks after it.
func (t *turn) concerned() bool {
	return t.named(t.st.Actor.Name)
}

// listed is how a list in a group shows a summary: not at all when it names a colleague, or the
// policy wants nothing of the matter there.
func (t *turn) listed(summary string) string {
	colleague := func(s complaint.Staff) bool { return !s.Removed && writesName(summary, s.Name) }
	if t.discreet() || t.where() != complaint.ManagersDesk && slices.ContainsFunc(t.st.Org.People, colleague) {
		return "🔒"
	}
	return excerpt(summary, 60)
}

// noteNamed puts on record that these words name somebody on the staff list.
func (t *turn) noteNamed(words string) {
	for _, s := range t.st.Org.People {
		if !s.Removed && writesName(words, s.Name) && !t.named(s.Name) {
			t.c.Facts = append(t.c.Facts, complaint.Fact{Name: complaint.FactEmployee, Words: s.Name})
		}
	}
}

// setAside gives a complaint back whose owner the customer has now named.
func (t *turn) setAside() {
	if t.c.Owner == 0 || !t.named(t.c.OwnerName) || t.move(complaint.Release) != nil {
		return
	}
	t.note(0, "system", complaint.Release, "employee")
	t.remark(t.desk(complaint.StaffDesk).Say("staff_set_aside"))
	t.alertManagers("alert_set_aside")
}

// meansPerson reports whether words name that person: by the full name, by a part of it that
// no colleague shares, or by surname and title (李工, 王经理, 小李, "Mr Meier").
func meansPerson(words, name string, others []string) bool {
	whole, full := plainName(words), plainName(name)
	if full == "" {
		return false
	}
	if isHan(full) {
		return strings.Contains(squeezed(whole), squeezed(full)) || meansSurname(whole, full, others)
	}
	said := strings.Fields(whole)
	if containsRun(said, strings.Fields(full)) {
		return true
	}
	return slices.ContainsFunc(strings.Fields(full), func(part string) bool {
		return len(part) > 1 && slices.Contains(said, part) && !shared(part, others)
	})
}

// writesName reports whether a text has the full name just as it is written. Latin words that
// also mean something else count only inside a sentence.
func writesName(text, name string) bool {
	if isHan(name) {
		return len([]rune(name)) > 1 && strings.Contains(squeezed(text), squeezed(name))
	}
	for at, from := 0, 0; name != ""; from = at + len(name) {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		at = from + i
		before := strings.TrimRight(text[:at], " ")
		starts := before == "" || strings.ContainsAny(before[len(before)-1:], ".!?\n")
		if isWhole(text, at, at+len(name)) && !(starts && isEverydayWord(name)) {
			return true
		}
	}
	return false
}

// isWhole reports whether no letter touches text[from:to].
func isWhole(text string, from, to int) bool {
	last, _ := utf8.DecodeLastRuneInString(text[:from])
	next, _ := utf8.DecodeRuneInString(text[to:])
	return !isLatin(last) && !isLatin(next)
}

// isLatin reports whether r is a letter of a script that puts spaces between words.
func isLatin(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }

func isEverydayWord(name string) bool {
	return slices.Contains([]string{"Will", "May", "Mark", "Grace", "Hope", "Joy", "Rose", "Art", "Bill", "Frank", "Faith", "June", "April", "August"}, name)
}

// shared reports whether one of the others bears that part of a name too.
func shared(part string, others []string) bool {
	return slices.ContainsFunc(others, func(o string) bool { return slices.Contains(strings.Fields(plainName(o)), part) })
}

// plainName writes words in small letters, with anything but letters and digits as a space.
func plainName(s string) string {
	s = nameEdge.ReplaceAllString(s, "$1$3 $2$4")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return ' '
	}, s))
}

// nameEdge is where Chinese and other letters meet: "前台的Mona把".
var nameEdge = regexp.MustCompile(`(\p{Han})(\p{Latin})|(\p{Latin})(\p{Han})`)

func squeezed(s string) string { return strings.ReplaceAll(s, " ", "") }

func isHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func containsRun(words, run []string) bool {
	for i := 0; i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}

// meansSurname understands surname and title where only one colleague has that surname.
func meansSurname(whole, full string, others []string) bool {
	surname := surnameOf(full)
	for _, o := range others {
		if surnameOf(plainName(o)) == surname {
			return false
		}
	}
	text := squeezed(whole)
	for _, title := range titles() {
		if strings.Contains(text, surname+title) {
			return true
		}
	}
	return slices.ContainsFunc([]string{"小", "老", "阿"}, func(p string) bool { return strings.Contains(text, p+surname) })
}

// surnameOf is the family name of a Chinese name; two characters for the double surnames.
func surnameOf(name string) string {
	r := []rune(squeezed(name))
	if len(r) == 0 || !unicode.Is(unicode.Han, r[0]) {
		return ""
	}
	double := []string{"欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "尉遲", "公孙", "公孫", "慕容", "令狐", "长孙", "長孫", "司徒", "夏侯"}
	if len(r) > 2 && slices.Contains(double, string(r[:2])) {
		return string(r[:2])
	}
	if strings.ContainsRune("小老阿", r[0]) && len(r) == 2 {
		return string(r[1:])
	}
	return string(r[:1])
}

func titles() []string {
	return []string{
		"工", "师傅", "師傅", "经理", "經理", "主管", "主任", "店长", "店長", "老师", "老師", "先生", "女士", "小姐", "医生", "醫生",
		"大夫", "护士", "護士", "顾问", "顧問", "管家", "客服", "队长", "隊長", "班长", "班長", "司机", "司機", "总", "總", "姐", "哥", "姓",
	}
}
