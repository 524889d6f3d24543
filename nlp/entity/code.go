package entity

import (
	"strings"
)

var (
	email     = words(`[a-z0-9][a-z0-9._%+\-]*@[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.[a-z]{2,}`, "@")
	link      = words(`(?:https?://|www\.)[^\s，。！？"'）)]+`, "http", "www.")
	phoneLike = digits(`(?:\+|00)?[0-9][0-9()\-. ]{5,18}[0-9]`)
	labelled  = []struct {
		kind string
		re   pattern
	}{
		{Batch, digits(`(?:生产批号|批号|批次号|批次|\bbatch(?: (?:no\.?|number|code))?|\blot(?: (?:no\.?|number|code))?)\s*(?:是|为|:|#|is)?\s*[:#]?\s*([a-z0-9][a-z0-9\-_/]*[a-z0-9])`, "批", "batch", "lot")},
		{Employee, digits(`(?:工号|员工号|员工编号|employee (?:id|no\.?|number)|staff (?:id|no\.?|number)|badge(?: no\.?| number)?|agent (?:id|no\.?|number))\s*(?:是|为|:|#|is)?\s*[:#]?\s*([a-z]{0,4}[0-9]{2,10})`, "工号", "员工", "employee", "staff", "badge", "agent")},
		{Phone, digits(`(?:电话|手机号码|手机号|手机|联系方式|联系我|致电|座机|call me (?:on|at)|phone(?: number)?|mobile(?: number)?|tel|reach me (?:on|at)|contact me (?:on|at)|my number)\s*(?:是|为|is)?\s*[:.]?\s*((?:\+|00)?[0-9(][0-9()\-. ]{5,18}[0-9])`, "电", "手机", "联系", "座机", "call", "phone", "mobile", "tel", "reach", "contact", "number")},
		{Order, digits(`(?:订单编号|订单号码|订单号|订单|单号|运单号|快递单号|流水号|取餐号|工单号|工单|合同号|保单号|报修单号|报修单|\border(?: (?:no\.?|number|id|nr\.?|ref\.?))?|\border ref(?:erence)?|\btracking (?:no\.?|number|id)|\bbooking (?:ref(?:erence)?|no\.?|number|id)|\bconfirmation (?:no\.?|number|code)|\breservation (?:no\.?|number)|\binvoice (?:no\.?|number)|\binvoice|\breference(?: (?:no\.?|number))?|\bticket (?:no\.?|number)|\bpnr|bestelnummer|ordernummer|bestellnummer|заказ[а-я]*(?: номер| №)?)\s*(?:是|为|号|:|#|is|was|№)?\s*[:#№]?\s*([a-z0-9][a-z0-9\-_]*[a-z0-9])`, "单", "流水", "取餐", "合同", "order", "tracking", "booking", "confirmation", "reservation", "invoice", "reference", "ticket", "pnr", "nummer", "заказ")},
	}
)

func (s *scan) emails() {
	s.all(Email, email)
	s.all(Link, link)
}

func (s *scan) all(kind string, re pattern) {
	for _, m := range s.matches(re) {
		s.take(Entity{Kind: kind, Start: s.pos[m[0]], End: s.pos[m[1]]})
	}
}

// labelled takes codes that the customer names: 订单号…, batch …, "employee id …".
func (s *scan) labelled() {
	for _, l := range labelled {
		for _, m := range s.matches(l.re) {
			value := s.s[m[2]:m[3]]
			if l.kind != Phone && !plausibleCode(l.kind, value) {
				continue
			}
			if l.kind == Phone && !plausiblePhone(value) {
				continue
			}
			e := Entity{Kind: l.kind, Start: s.pos[m[2]], End: s.pos[m[3]]}
			e.Value = strings.ToUpper(value)
			if l.kind == Phone {
				e.Value = s.Words(e.Start, e.End)
			}
			s.take(e)
		}
	}
}

func plausibleCode(kind, code string) bool {
	n := digitCount(code)
	switch kind {
	case Batch:
		return n >= 2
	case Order:
		return n >= 3 && len(code) >= 4 || n >= 1 && len(code) >= 5 && len(code) <= 8 && n < len(code)
	}
	return true
}

func (s *scan) phones() {
	for _, m := range s.matches(phoneLike) {
		from, to := m[0], m[1]
		if from > 0 && (isLower(s.s[from-1]) || s.s[from-1] == '-' || s.s[from-1] == '#') || to < len(s.s) && (isLower(s.s[to]) || s.s[to] == '-') {
			continue
		}
		if strings.HasPrefix(s.s[to:], "元") || strings.HasPrefix(s.s[to:], "号") {
			continue
		}
		if plausiblePhone(s.s[from:to]) && phoneShape(s.s[from:to]) {
			s.take(Entity{Kind: Phone, Start: s.pos[from], End: s.pos[to]})
		}
	}
}

func plausiblePhone(p string) bool {
	n := digitCount(p)
	return n >= 7 && n <= 15
}

// phoneShape accepts without a label only what looks like a phone and little else.
func phoneShape(p string) bool {
	d := onlyDigits(p)
	switch {
	case strings.HasPrefix(p, "+"):
		return len(d) >= 8
	case len(d) == 11 && d[0] == '1' && d[1] >= '3':
		return !strings.Contains(p, ".") // a mobile in China
	case strings.HasPrefix(d, "86") && len(d) == 13:
		return true
	case len(d) == 10 && (strings.HasPrefix(d, "400") || strings.HasPrefix(d, "800")):
		return true
	case d[0] == '0' && len(d) >= 10 && len(d) <= 12:
		return strings.ContainsAny(p, "- ()") || len(d) == 11
	case len(d) == 10 && (strings.Count(p, "-") == 2 || strings.HasPrefix(p, "(") || strings.Count(p, ".") == 2 || strings.Count(p, " ") == 2):
		return true
	case strings.HasPrefix(d, "09") && len(d) == 10:
		return true // a mobile in Taiwan
	}
	return false
}

var codeLike = digits(`[a-z0-9][a-z0-9\-]*[0-9][a-z0-9\-]*`)

// codes takes what looks like an order number though nobody named it.
func (s *scan) codes() {
	for _, m := range s.matches(codeLike) {
		code := s.s[m[0]:m[1]]
		letters := 0
		for letters < len(code) && isLower(code[letters]) {
			letters++
		}
		n := digitCount(code)
		prefixed := letters >= 1 && letters <= 4 && n >= 7 && letters+n == len(code)
		if prefixed || n >= 14 && n == len(code) && n <= 22 && n != 18 && n != 16 && n != 19 {
			s.take(Entity{Kind: Order, Start: s.pos[m[0]], End: s.pos[m[1]], Value: strings.ToUpper(code)})
		}
	}
}

func digitCount(s string) int { return len(onlyDigits(s)) }

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
