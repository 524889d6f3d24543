package entity

import "strings"

const surnames = `赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹章苏潘葛范彭鲁马方俞任袁柳史唐费薛雷贺倪汤罗郝毕安常于傅皮齐康伍余元顾孟黄穆萧尹姚邵汪毛米贝明戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江童郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪包石崔龚程陆左段侯武刘龙叶黎白赖乔谭温庄晏柴瞿阎连习容向古易廖欧聂曾关游权`

var (
	roleHan   = words(`(?:客服|服务员|店员|员工|师傅|维修工|维修师傅|快递员|骑手|司机|保安|前台|经理|店长|医生|护士|老师|教练|柜员|销售|顾问|管家|收银员|导购|业务员|主管)(?:叫|姓|名叫|是)?((?:小|老)[`+surnames+`]|[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张曹严魏谢邹苏潘彭鲁马方袁唐薛雷贺罗郝顾孟黄姚邵汪毛戴宋董梁杜郭林钟徐高夏蔡田胡卢丁邓洪石崔程陆刘叶曾](?:某某?|先生|女士|小姐|师傅|经理|医生|护士|姐|哥|工))`, roles()...).when(surnamed)
	titledHan = words(`(?:^|[^\p{Han}]|的|找|给|和|跟|是|被|让|叫|那个|位)([赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张曹严魏谢邹苏潘彭鲁马袁唐薛雷贺罗郝顾孟黄姚邵汪毛戴宋董梁杜郭林钟徐夏蔡田胡卢丁邓洪石崔程陆刘叶曾](?:经理|师傅|医生|护士|主任|店长|队长|老师|主管|客服|护工|教练|工))`, roles()...).when(surnamed)
	namedHan  = words(`(?:客服|服务员|店员|员工|师傅|快递员|骑手|司机|保安|前台|经理|店长|医生|护士|老师|柜员|销售)(?:名?叫|叫做|名字是|名字叫)(\p{Han}{2,3})`, "叫", "名字")
	nicknamed = adjacent("小老", surnames)
	titled    = adjacent(surnames, "某先女小师经医护姐哥工主店队老客教")
	role      = `(?:waiter|waitress|manager|driver|nurse|doctor|agent|employee|clerk|rep|representative|technician|cashier|server|supervisor|receptionist|concierge|plumber|courier|salesman|salesperson|consultant|advisor|teacher|attendant|assistant|staff member|colleague|lady|guy|man|woman|person|gentleman|someone)`
	namedEn   = words(`\b`+role+`(?: [a-z]+){0,4}? (?:named|called|by the name of|name was|whose name (?:is|was)) ([a-z][a-z'\-]+(?: [a-z][a-z'\-]+)?)`, "name", "called")
	roleName  = words(`\b(?:waiter|waitress|manager|driver|nurse|agent|rep|representative|technician|cashier|supervisor|receptionist|attendant|clerk|server|dr|doctor),? ([a-z][a-z'\-]+)`, "wait", "manager", "driver", "nurse", "agent", "rep", "technician", "cashier", "supervisor", "receptionist", "attendant", "clerk", "server", "dr ", "doctor")
)

// employees takes a member of staff who is named: 客服小李, 王经理, "a driver called Tom".
func (s *scan) employees() {
	for _, p := range []pattern{namedHan, roleHan, titledHan} {
		for _, m := range s.matches(p) {
			s.take(Entity{Kind: Employee, Start: s.pos[m[2]], End: s.pos[m[3]]})
		}
	}
	s.namedLatin(namedEn)
	s.namedLatin(roleName)
}

func roles() []string {
	return []string{"客服", "服务员", "店员", "员工", "师傅", "维修工", "快递员", "骑手", "司机", "保安", "前台", "经理", "店长", "医生", "护士", "老师", "教练", "柜员", "销售", "顾问", "管家", "收银员", "导购", "业务员", "主管", "主任", "队长", "护工", "工"}
}

// namedLatin keeps the words of a match that are written like a name.
func (s *scan) namedLatin(re pattern) {
	for _, m := range s.matches(re) {
		from, to := s.pos[m[2]], s.pos[m[3]]
		to = s.nameEnd(from, to)
		if to > from {
			s.take(Entity{Kind: Employee, Start: from, End: to})
		}
	}
}

// nameEnd cuts the span after its leading capitalised words; in a text all in capitals
// nothing is a name.
func (s *scan) nameEnd(from, to int) int {
	end, start := from, from
	for start < to {
		word := start
		for word < to && s.Raw[word] != ' ' {
			word++
		}
		w := s.Raw[start:word]
		if len(w) < 2 || w[0] < 'A' || w[0] > 'Z' || w[1] >= 'A' && w[1] <= 'Z' || notName(strings.ToLower(string(w))) {
			break
		}
		end = word
		start = word + 1
	}
	return end
}

func notName(w string) bool {
	switch w {
	case "the", "he", "she", "they", "it", "i", "we", "you", "and", "but", "on", "in", "at", "this", "that", "was", "please", "when", "my", "no", "not", "at&t", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
		return true
	}
	return false
}

// surnamed tells sentences that may name somebody: 小李, 王经理.
func surnamed(s string) bool { return nicknamed(s) || titled(s) }
