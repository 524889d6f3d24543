package entity

import "strings"

var (
	siteHan   = words(`(?:[0-9a-z]{1,4}(?:号楼|栋|幢|座|号院)|[a-z]区)(?:[0-9a-z]{1,3}单元)?(?:[0-9]{1,3}(?:楼|层))?(?:[0-9]{2,5}(?:室|号房|房间|房|号)?)?|[0-9]{1,3}单元(?:[0-9]{1,3}(?:楼|层))?(?:[0-9]{2,5}(?:室|号房|房|号)?)?|[0-9]{3,5}(?:室|号房|房间|房)|(?:房间|房号|包间|包厢|病房|床位|座位|桌号)(?:号)?:?\s?[a-z]?[0-9]{1,5}|(?:地下|负)?[0-9一二三四五六七八九十]{1,3}(?:楼|层)(?:[0-9]{3,4}(?:室|房)?)?`).when(numberedHan)
	siteLatin = words(`\b(?:room|rm|apt|apartment|unit|flat|suite|building|bldg|block|tower|floor|level|gate|table|ward|stall|platform|seat|house)\.? (?:no\.? |number |#)?(?:[0-9]{1,5}[a-z]?|[a-h][0-9]{0,4})\b(?:,? (?:room|apt|apartment|unit|flat|building|block|floor) ?#?[0-9a-z]{1,5}\b)?|\b[0-9]{1,2}(?:st|nd|rd|th) floor\b|\b[0-9]{1,5} [a-z]+(?: [a-z]+)? (?:street|st|avenue|ave|road|rd|lane|drive|boulevard|blvd)\b`, "room", "rm", "ap", "unit", "flat", "suite", "b", "tower", "floor", "level", "gate", "table", "ward", "stall", "platform", "seat", "house", " st", " ave", " r", " lane", " dr").when(numberedLatin)
	shopHan   = words(`(?:在|去|到|于)(?:你们|你家|贵司|贵店)?(?:的)?(\p{Han}{2,8}(?:门店|分店|店|小区|花园|广场|医院|车站|机场|酒店|营业厅|网点|支行|加油站|加气站|充电站|服务区|收费站|驿站|校区|商场|超市|影城|影院|大厦|幼儿园|小学|中学|健身房|图书馆))`, chars("店区园场院站厅点行城厦学房馆市")...).when(visits)
	shopFirst = words(`(?:^|[，,。！!？?；;：:\s])(?:你们|贵司)?(\p{Han}{2,6}(?:门店|分店|营业厅|支行|加油站|加气站|充电站|服务区|收费站|校区))`, chars("店厅行站区")...).when(holds("门店", "分店", "营业厅", "支行", "加油站", "加气站", "充电站", "服务区", "收费站", "校区"))
)

func (s *scan) sites() {
	for _, m := range s.matches(siteHan) {
		if !climbed(s.s[:m[0]]) {
			s.take(Entity{Kind: Site, Start: s.pos[m[0]], End: s.pos[m[1]]})
		}
	}
	s.all(Site, siteLatin)
	for _, named := range []pattern{shopHan, shopFirst} {
		for _, m := range s.matches(named) {
			if shop := s.s[m[2]:m[3]]; !vagueShop(shop) {
				s.take(Entity{Kind: Site, Start: s.pos[m[2]], End: s.pos[m[3]]})
			}
		}
	}
}

// climbed tells how many floors somebody walks from where they live: 爬九楼.
func climbed(before string) bool {
	for _, verb := range []string{"爬", "走", "搬", "扛", "背到", "爬到", "走到"} {
		if strings.HasSuffix(before, verb) {
			return true
		}
	}
	return false
}

func vagueShop(shop string) bool {
	for _, v := range []string{"你们", "这家", "那家", "他家", "你家", "我们", "这个", "贵店", "一家", "别的", "其他", "实体", "网店", "的", "了", "买", "附近", "今天", "昨天", "前天", "早上", "晚上", "上次", "这次", "有个", "有家", "某", "哪", "任何", "每个", "每家", "不同", "同一", "隔壁", "楼下", "在", "去", "到", "是", "和", "跟", "从", "投诉", "反映", "举报"} {
		if strings.Contains(shop, v) {
			return true
		}
	}
	return false
}
