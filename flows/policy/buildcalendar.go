package policy

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (b *builder) buildCalendar(doc *calendarDoc) *Calendar {
	at := b.place(doc.At)
	c := &Calendar{special: map[date]dayKind{}, immediately: 10 * time.Minute, grace: time.Hour}
	b.calendar = c
	c.zone = b.zone(doc.Zone)
	c.hours = b.week(doc.Hours, at, "hours")
	if doc.Contact == nil {
		c.contact = c.hours
	} else {
		c.contact = b.week(doc.Contact, at, "contact")
	}
	c.workday = b.workdays(doc.Workdays, c)
	c.holidayDuty = b.periods(doc.HolidayHours)
	c.makeUp = b.makeUp(doc.MakeUpHours, c)
	if d := b.elapsed(doc.Immediately, "immediately"); d > 0 {
		c.immediately = d
	}
	if d := b.elapsed(doc.Grace, "contact_grace"); d > 0 {
		c.grace = d
	}
	b.holidays(doc.Holidays, c)
	b.days(doc.Closed, c, holiday)
	b.days(doc.Open, c, makeUpDay)
	return c
}

func (b *builder) zone(t text) *time.Location {
	zone, err := time.LoadLocation(t.value)
	if t.value == "" || t.value == "Local" || err != nil {
		b.add(b.place(t.at), "the zone %q is unknown: write an IANA name such as \"zone: Asia/Shanghai\"", t.value)
		return time.UTC
	}
	return zone
}

func (b *builder) week(spec map[string]text, at pos, key string) (week [7][]period) {
	mistakes := len(b.list)
	for _, days := range slices.Sorted(maps.Keys(spec)) {
		ps := b.periods(spec[days])
		list, ok := weekdaysOf(days)
		if !ok {
			b.add(spec[days].at, "%q are no weekdays: write mon, mon-fri or sat,sun", days)
		}
		for _, d := range list {
			if week[d] != nil {
				b.add(spec[days].at, "%s of %s are given twice: keep one line per weekday", key, weekdays[d])
			}
			week[d] = ps
		}
	}
	open := slices.ContainsFunc(week[:], func(ps []period) bool { return len(ps) > 0 })
	if !open && len(b.list) == mistakes {
		b.add(at, "the calendar has no %s: write for example \"%s: {mon-fri: '09:00-18:00'}\"", key, key)
	}
	return week
}

// weekdaysOf reads "mon", "mon-fri", "sat,sun".
func weekdaysOf(s string) (days []time.Weekday, ok bool) {
	for part := range strings.SplitSeq(s, ",") {
		from, to, ranged := strings.Cut(strings.TrimSpace(part), "-")
		a, z := slices.Index(weekdays, from), slices.Index(weekdays, to)
		if !ranged {
			z = a
		}
		if a < 0 || z < 0 {
			return nil, false
		}
		for ; a != z; a = (a + 1) % 7 {
			days = append(days, time.Weekday(a))
		}
		days = append(days, time.Weekday(z))
	}
	return days, true
}

// periods reads "09:00-12:00 13:30-18:00"; "" and "closed" are no opening.
func (b *builder) periods(t text) (ps []period) {
	if t.value == "closed" {
		return nil
	}
	for part := range strings.FieldsSeq(t.value) {
		from, to, _ := strings.Cut(part, "-")
		a, okA := minutes(from)
		z, okZ := minutes(to)
		switch {
		case !okA || !okZ:
			b.add(t.at, "%q is no span of hours: write for example \"09:00-12:00 13:30-18:00\"", part)
		case a >= z:
			b.add(t.at, "%q ends before it begins: split a night into \"22:00-24:00\" and, on the next day, \"00:00-06:00\"", part)
		case len(ps) > 0 && a < ps[len(ps)-1].to:
			b.add(t.at, "%q overlaps the span before it: write the spans of a day in order", part)
		default:
			ps = append(ps, period{a, z})
		}
	}
	return ps
}

// minutes reads "HH:MM" up to 24:00.
func minutes(s string) (int, bool) {
	h, m, ok := strings.Cut(s, ":")
	hour, errH := strconv.Atoi(h)
	minute, errM := strconv.Atoi(m)
	total := hour*60 + minute
	ok = ok && errH == nil && errM == nil && len(h) == 2 && len(m) == 2
	return total, ok && hour >= 0 && minute >= 0 && minute < 60 && total <= 24*60
}

func (b *builder) workdays(t text, c *Calendar) (set [7]bool) {
	if t.value == "" {
		for d, ps := range c.hours {
			set[d] = len(ps) > 0
		}
		return set
	}
	days, ok := weekdaysOf(t.value)
	if !ok {
		b.add(t.at, "%q are no weekdays: write for example \"workdays: mon-fri\"", t.value)
	}
	for _, d := range days {
		set[d] = true
	}
	return set
}

// makeUp gives the hours of a make-up working day: those given, or of the first working weekday.
func (b *builder) makeUp(t text, c *Calendar) []period {
	if t.value != "" {
		return b.periods(t)
	}
	for i := range 7 {
		if d := (int(time.Monday) + i) % 7; c.workday[d] && len(c.hours[d]) > 0 {
			return c.hours[d]
		}
	}
	return nil
}

func (b *builder) days(list []text, c *Calendar, kind dayKind) {
	for _, t := range list {
		if d := b.day(t); d != (date{}) {
			c.special[d] = kind
		}
	}
}

// holidayTable is the form of the embedded tables.
type holidayTable struct {
	Known    text         `yaml:"known_until"`
	Holidays []holidayDoc `yaml:"holidays"`
	Workdays []holidayDoc `yaml:"workdays"`
}

type holidayDoc struct {
	Name text   `yaml:"name"`
	Days []text `yaml:"days"`
}

func (b *builder) holidays(t text, c *Calendar) {
	if t.value == "" || t.value == "none" {
		return
	}
	if !slices.Contains(holidayTables(), t.value) {
		b.add(t.at, "there is no holiday table %q: use %s, or none and list days under \"closed\"", t.value, strings.Join(holidayTables(), ", "))
		return
	}
	table := b.readTable(t.value)
	c.known, _ = parseDate(table.Known.value)
	for _, h := range table.Holidays {
		b.days(h.Days, c, holiday)
	}
	for _, w := range table.Workdays {
		b.days(w.Days, c, makeUpDay)
	}
}

func (b *builder) readTable(name string) (table holidayTable) {
	file := "calendars/" + name + ".yaml"
	source, err := calendarFiles.ReadFile(file)
	if err != nil {
		panic(err) // embedded at build time
	}
	root, err := parseNode(file, source)
	if err != nil {
		panic(err)
	}
	d := &decoder{file: file}
	d.decode(root, reflect.ValueOf(&table).Elem())
	b.list = append(b.list, d.list...)
	return table
}
