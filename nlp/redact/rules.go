package redact

import (
	"regexp"
	"strings"
)

// rule finds one kind; the first group is the personal part, the whole match if there is
// none. Earlier rules win.
type rule struct {
	kind Kind
	re   *regexp.Regexp
	ok   func(value, before string) bool // nil: always
}

var holder = regexp.MustCompile(`\[(?:PHONE|EMAIL|ID|CARD|IBAN|PASSPORT|ACCOUNT|PLATE|NAME|ADDRESS|LINK|IP)_[0-9]+\]`)

const (
	surnames  = `赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏章苏潘葛奚范彭郎鲁韦马苗方俞任袁柳史唐费廉岑薛雷贺倪汤滕罗毕郝邬安常乐于傅皮卞齐康伍余元顾孟平黄穆萧尹姚邵汪祁毛禹狄米贝明计戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓郁洪包诸左石崔吉龚程邢裴陆荣翁荀惠甄曲封储靳段焦侯全班仰秋仲伊宁仇甘厉祖武符刘景詹龙叶黎白蒲卓蔺池乔谭劳申冉桑桂牛边温庄晏柴瞿阎连习向古易廖衡耿匡文寇广欧沃利师聂关简饶曾游权盖益趙錢孫鄭馮陳褚衛蔣瀋韓楊許呂張孔嚴華薑謝鄒蘇範魯韋馬兪鄧劉葉黎蔔盧龍萬莊閻連習聶關簡饒權顧黃蕭鍾駱傅龐項賈顏`
	provinces = `北京|上海|天津|重庆|重慶|香港|澳门|澳門|台北|臺北|高雄|台中|台南|新北|桃园|河北|山西|辽宁|遼寧|吉林|黑龙江|江苏|江蘇|浙江|安徽|福建|江西|山东|山東|河南|湖北|湖南|广东|廣東|海南|四川|贵州|贵阳|云南|雲南|陕西|陝西|甘肃|青海|台湾|臺灣|内蒙古|广西|西藏|宁夏|新疆|广州|深圳|杭州|南京|苏州|成都|武汉|西安|长沙|青岛|大连|厦门|宁波|郑州|济南|合肥|福州|昆明|沈阳|哈尔滨|长春|石家庄|太原|南昌|南宁|无锡|佛山|东莞|珠海`
	extension = `(?: ?(?:x|ext\.? ?|extension )[0-9]{1,6})?`
	// after a flat: towns, regions, postal codes, countries, over several lines
	townAndCountry = `(?:[\s,]+(?:[a-z]{1,3}[\s,]+)?(?:\p{Lu}[\p{L}.'’\-]*|[0-9]{2,6}(?:-[0-9]{3,4})?|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z]|[0-9][A-Z][0-9])\b){0,8}`
	particle       = `van |de |von |der |den |del |della |di |da |dos |la |le |bin |al |el |ter |ten |zu `
	street         = `(?:(?i:street|str\.?|st\.?|road|rd\.?|avenue|ave\.?|lane|boulevard|blvd\.?|terrace|crescent|highway)|Ln\.?|Drive|Dr\.?|Way|Square|Sq\.?|Court|Ct\.?|Place|Pl\.?|Hwy\.?|Route|Parkway|Pkwy\.?|Close|Grove|Gardens|Mews|Hill|Circle|Alley|Row|Walk|Quay|Rapids|Springs|Ridge|Trail|Turnpike|Mill|Park|Path|Loop|Heights|Villas?|Rise|View|Green|Meadows?|Bypass|Freeway|Causeway|Esplanade|Parade|Wharf|Broadway|Plaza|Crossing|Bend|Cove|Glen|Hollow|Island|Isle|Junction|Landing|Manor|Mountain|Oval|Pass|Pike|Point|Ranch|River|Run|Shore|Station|Summit|Track|Valley|Vista)`
)

var rules = []rule{
	{Email, regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+\-]*@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}`), nil},
	{Link, regexp.MustCompile(`(?:https?://|www\.)[^\s，。！？"'）)]+`), nil},
	{IBAN, regexp.MustCompile(`\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b`), validIBAN},
	{ID, regexp.MustCompile(`(?:^|[^0-9A-Za-z])([1-9][0-9]{16}[0-9Xx])(?:[^0-9A-Za-z]|$)`), validChineseID},
	{ID, regexp.MustCompile(`(?:身份证号码|身份证号|身份证|身分證字號|身份證號|身份證)[是为為:：\s]*([0-9]{15,18}[Xx]?|[A-Z][0-9]{9})`), nil},
	{ID, regexp.MustCompile(`\b([0-9]{3}-[0-9]{2}-[0-9]{4})\b`), nil},
	{ID, regexp.MustCompile(`(?i)(?:license|licence|social security|ssn|passport)[a-z' ]*(?:number|no\.?|#)?(?: is|:)? ?#?([A-Z0-9][A-Z0-9\-]{5,16}[0-9])`), nil},
	{Phone, regexp.MustCompile(`((?:\+|\b00) ?(?:86|852|853|886)[ \-]?[0-9](?:[ \-]?[0-9]){7,10})(?:[^0-9]|$)`), plausible},
	{Card, regexp.MustCompile(`(?:^|[^0-9A-Za-z\-])([0-9](?:[ \-]?[0-9]){11,18})(?:[^0-9]|$)`), validCard},
	{Card, regexp.MustCompile(`(?i)(?:银行卡号?|卡号|储蓄卡|信用卡号?|账号|帳號|退到|退款至|打到|銀行卡號?|card(?: number| no\.?| #)?|account(?: number| no\.?))[是为為:：#\s]*([0-9](?:[ \-]?[0-9]){11,18})`), nil},
	{IP, regexp.MustCompile(`\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b|\b(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b`), octets},
	{Passport, regexp.MustCompile(`(?:^|[^0-9A-Za-z])([EGDPSHKMe][A-Z]?[0-9]{8})(?:[^0-9A-Za-z]|$)`), notOrder},
	{Account, regexp.MustCompile(`(?i)(?:微信号码?|微信|wechat(?: id)?|weixin|vx|v信)[是为為:：\s]*([a-z][a-z0-9_\-]{5,19})`), nil},
	{Account, regexp.MustCompile(`\b(wxid_[a-z0-9]{4,24})`), nil},
	{Account, regexp.MustCompile(`(?i)qq号?[是为為:：\s]*([0-9]{5,11})`), nil},
	{Plate, regexp.MustCompile(`[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼魯蘇贛陝閩貴粵寧瓊][A-HJ-Z][A-HJ-NP-Z0-9]{5,6}`), nil},
	{Phone, regexp.MustCompile(`(?:^|[^0-9A-Za-z.\-])((?:\+|00)?(?:86|852|853|886)?[ \-]?1[3-9][0-9](?:[ \-]?[0-9]{4}){2})(?:[^0-9]|$)`), nil},
	{Phone, regexp.MustCompile(`((?:\+|\b00)[1-9][0-9 ()\-.]{6,18}[0-9]` + extension + `)`), plausible},
	{Phone, regexp.MustCompile(`(?i)(?:电话|電話|手机|手機|联系我|聯繫我|联系方式|致电|座机|传真|phone|mobile|cell|tel|call|fax|number|contact|reach|answering|text|dial|office|desk|direct|landline|whatsapp|sms|messages to|办公室|宅电)[^0-9+(\n]{0,24}?\n?((?:\+|00)?[0-9(][0-9()\-. ]{5,18}[0-9]` + extension + `)`), plausible},
	{Phone, regexp.MustCompile(`(?i)(?:^|[^0-9A-Za-z.\-])((?:\+|00)?[0-9(][0-9()\-. ]{5,18}[0-9]` + extension + `)[ \-,(]{1,3}(?:office|fax|mobile|cell|home|work|desk|direct|landline|手机|电话|座机|传真)`), plausible},
	{Phone, regexp.MustCompile(`(?m)^[ \t]*((?:\+|00)?[0-9(][0-9()\-. ]{6,18}[0-9]` + extension + `)[ \t]*$`), plausible},
	{Phone, regexp.MustCompile(`(?:^|[^0-9A-Za-z.\-])(0[0-9]{2,3}[ \-][0-9]{7,8})(?:[^0-9]|$)`), nil},
	{Address, regexp.MustCompile(`((?:` + provinces + `)(?:省|市|自治区|特别行政区)?(?:\p{Han}{1,6}(?:市|州|盟))?(?:\p{Han}{1,6}(?:区|區|县|縣|旗))?(?:\p{Han}{1,6}(?:镇|鎮|乡|鄉|街道))?\p{Han}{1,10}(?:路|街|道|巷|弄|胡同|大道|段|村|里|苑|园|園|城|小区|小區)[0-9A-Za-z一二三四五六七八九十]*(?:号|號)?(?:[0-9A-Za-z\-]{0,4}(?:号楼|號樓|号院|號院|院|栋|棟|幢|座|单元|單元|楼|樓|层|室|房|号|號|弄)?){0,4}[0-9]{0,4}(?:室|房)?)`), nil},
	{Address, regexp.MustCompile(`([\p{Han}]{2,6}(?:路|街|大道|巷)[0-9]{1,5}(?:号|號|弄)(?:[0-9A-Za-z\-]{0,4}(?:号楼|号院|院|栋|棟|幢|座|单元|單元|楼|樓|层|室|房|号)?){0,4})`), nil},
	{Address, regexp.MustCompile(`(?:住址|地址|家住|住在)[是为為在:：\s]*([\p{Han}0-9A-Za-z\-]{4,40}?(?:室|号|號|楼|樓|单元|栋|棟|村|组|[0-9]{3,4}))`), nil},
	{Address, regexp.MustCompile(`(?i)(?:zip(?: code)?|postal code|postcode|post code)(?: is|:)? ?((?:[A-Z0-9]{1,5}[ \-]?){1,3}[A-Z0-9])`), hasDigit},
	{Address, regexp.MustCompile(`((?:\p{Lu}[\p{L}]+ ){0,2}[0-9]{1,6}(?: [0-9]{1,4})?(?: [\p{L}'’.\-]+){1,5}(?: [0-9]{1,4}[a-z]?\.?)?(?: \p{Lu}[\p{L}]+)?,?\s+(?i:apt|suite|unit|flat|apartment)\.? ?#?[0-9]+[A-Za-z]?` + townAndCountry + `)`), streetName},
	{Address, regexp.MustCompile(`(\p{Lu}[\p{L}'’.\-]+(?: \p{Lu}[\p{L}'’.\-]+){0,2} [0-9]{1,5}[a-z]?(?: \p{Lu}[\p{L}]+)?,?\s+(?i:apt|suite|unit|flat|apartment)\.? ?#?[0-9]+[A-Za-z]?` + townAndCountry + `)`), streetName},
	{Address, regexp.MustCompile(`(?i)\b(?:address(?:es)?|live (?:at|in|on)|living (?:at|on)|located (?:at|on|in)|moved to|deliver(?:ed)? to|ship(?:ped)? to|office (?:is )?(?:at|on))(?: of [A-Z][\w]+(?: [\w]+)?)?(?: is| was| to|:)?[ \n]+((?:[^.!?;]|\.[ ]?[A-Za-z0-9]){0,60}[0-9](?:[^.!?;]|[a-z]\. ?[0-9A-Z]){0,70})`), nil},
	{Address, regexp.MustCompile(`([0-9]{1,6}[A-Za-z]?(?:[ \-][0-9]{1,5})?(?: [\p{L}'.\-]+){1,4} ` + street + `\b(?:,? (?i:apt|suite|unit|floor|room)\.? ?#?[0-9A-Za-z]+)?(?:,? \p{Lu}[\p{L}]+){0,4}(?:,? [A-Z]{2})?(?: [0-9]{4,5})?)`), streetName},
	{Address, regexp.MustCompile(`((?:[0-9]{1,6} )?(?:\p{Lu}[\p{L}'\-]*(?:straat|strasse|straße|weg|laan|gatan|gade|vej|gasse|utca|stien|plein|katu|tie|allee|ring|bundesstrasse)|(?:Rue|Via|Calle|Avenida|Rua|Avenue|Boulevard|Place|Piazza)(?: \p{L}[\p{L}'\-]*){1,4}) [0-9]{1,5}[A-Za-z]?)`), nil},
	{Address, regexp.MustCompile(`\b(?:at|on|to|in|near|is|from|opposite) (\p{Lu}\p{Ll}[\p{L}'’\-]+(?: (?:(?:de|del|di|la|van|der|den|den) )*\p{Lu}[\p{L}'’\-]+){0,3} [0-9]{1,4}[a-z]?)(?:[\s.,;!?)]|$)`), placed},
	{Address, regexp.MustCompile(`(?i)((?:[0-9]{1,6} )?(?:suite|apt\.?|apartment|unit|psc|cmr|p\.?o\.? box) ?#?[0-9]{2,6}(?:,? box [0-9]+)?(?:\n?[ ]?(?:apo|dpo|fpo),? [a-z]{2} [0-9]{5})?)`), nil},
	{Address, regexp.MustCompile(`(?i)((?:us[a-z]{1,3} [a-z]+[ ,]*\n?[ ]?)?\b(?:apo|dpo|fpo),? (?:aa|ae|ap) [0-9]{5}(?:-[0-9]{4})?)`), nil},
	{Address, regexp.MustCompile(`(?m)^[ \t]*(\p{Lu}{3,}(?: [\p{L}]+)? [0-9]{4,6}|[0-9]{4,6}(?: [A-Z]{2})? \p{Lu}[\p{L} ]{2,30})[ \t]*$`), nil},
	{Name, regexp.MustCompile(`^\s*(\p{L}{2,}(?: \p{L}\.?)?(?: (?:` + particle + `)*\p{L}[\p{L}'\-]+){1,2})[ \t]*\n`), signs},
	{Phone, regexp.MustCompile(`(?:^|[\s:,(])((?:\([0-9]{1,5}\) ?|[0-9]{1,5}[ \-./])(?:[0-9]{2,5}[ \-.]){1,4}[0-9]{2,5}` + extension + `)(?:[^0-9A-Za-z]|$)`), plausible},
	{Phone, regexp.MustCompile(`(?:^|[\s:(])(\([0-9]{2,5}\) ?[0-9]{3}[ \-]?[0-9]{3,5}` + extension + `)`), plausible},
	{Phone, regexp.MustCompile(`(?:^|[\s:(])((?:[0-9]{2,5}[. \-])(?:[0-9]{2}[. \-]){2,4}[0-9]{2})(?:[^0-9A-Za-z]|$)`), plausible},
	{Phone, regexp.MustCompile(`(?:^|[\s:(])(0[0-9]{1,4}[ \-/][0-9]{5,9})(?:[^0-9A-Za-z]|$)`), plausible},
	{Phone, regexp.MustCompile(`(?:^|[\s:(])([0-9]{2,3}[ \-][0-9]{4,6}|[2-9][0-9]{3}[ \-][0-9]{4})(?:[\s.,;!?)]|$)`), plausible},
	{Name, regexp.MustCompile(`(?:联系人|聯繫人|户名|戶名|姓名|我叫|名叫|本人|收件人|收货人|收貨人|乘客|患者|病人|我是|我老公|我老婆|投诉人|业主|租客|名字是|开户人|持卡人)[是为為叫:：\s]*([` + surnames + `]\p{Han}{1,2})(?:[^\p{Han}]|的|在|于|，|先生|女士|，|$|，|说|住|电|身|手|被|要|想)`), commonHan},
	{Name, regexp.MustCompile(`(?:^|[^\p{Han}]|是|叫|给|找|和|跟|请|的|了|被|让|问|向|对)([` + surnames + `]\p{Han}{1,2}?)(?:先生|女士|小姐|同志|老师|阿姨|大爷|师傅)`), commonHan},
	{Name, regexp.MustCompile(`(?:my name is|name is|name:|i am|i'm|this is|named|called|signed,?|regards,?|sincerely,?|cheers,?|yours,?|user:|dear|My name is|Name is|Name:|I am|I'm|This is|Signed,?|Regards,?|Sincerely,?|Thanks,|Cheers,?|User:|Dear|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Miss)\s*\n?\s*(\p{Lu}[\p{L}'\-]+(?:(?: \p{Lu}\.?)? (?:` + particle + `)*\p{Lu}[\p{L}'\-]+){0,3})`), personal},
	{Name, regexp.MustCompile(`\b(` + given + `)\b(?:'s)?[ ,.!?]`), nil},
	{Name, regexp.MustCompile(`(\p{Lu}\p{Ll}+(?: \p{Lu}\.?)?(?: (?:` + particle + `)*\p{Lu}[\p{L}'\-]+){1,3})`), personal},
	{Name, regexp.MustCompile(`(?:[a-z,;:"] |["(\n])(\p{Lu}\p{Ll}{2,})\b`), personal},
}

// find applies the rule; positions are those of the first group, if there is one.
func (r rule) find(s string) []Span {
	var out []Span
	for from := 0; from < len(s); {
		m := r.re.FindStringSubmatchIndex(s[from:])
		if m == nil {
			break
		}
		a, b := m[0], m[1]
		if len(m) > 2 && m[2] >= 0 {
			a, b = m[2], m[3]
		}
		a, b = a+from, b+from
		before := s[max(0, a-40):a]
		if r.ok == nil || r.ok(s[a:b], before) {
			value := strings.TrimRight(s[a:b], " ,")
			out = append(out, Span{Kind: r.kind, Start: a, End: a + len(value)})
		}
		from = max(b, from+m[0]+1)
	}
	return out
}
