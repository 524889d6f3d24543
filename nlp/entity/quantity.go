package entity

import (
	"regexp"
	"strings"
)

var (
	quantityHan   = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+)(件|箱|盒|瓶|袋|包|台|个|只|斤|公斤|克|千克|kg|g|ml|毫升|升|份|双|套|支|罐|桶|吨|米|本|张|把|条|块|片)`)
	quantityLatin = regexp.MustCompile(`\b([0-9]+(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten|a dozen) ?(pieces?|pcs|items?|boxes|box|bottles?|bags?|packs?|packets?|units?|cans?|jars?|kg|kilos?|g|grams?|ml|litres?|liters?|lbs?|pounds|oz|pairs?|sets?|cartons?|pallets?)\b`)
	shortHan      = regexp.MustCompile(`少(?:了|发|给|送|装)|漏(?:发|送|装)|缺(?:了|少|斤|货)|只(?:有|收到|给|发|送|到)|不足|多(?:发|送)|数量|缺斤|实际|不够`)
	shortLatin    = regexp.MustCompile(`\b(?:missing|only|short|fewer|less|instead of|out of|received|ordered|wrong (?:number|quantity|amount))\b`)
)

// quantities takes counted goods where the measure is in dispute: 少发了2件, "only 3 boxes".
func (s *scan) quantities(digits bool) {
	if shortHan.MatchString(s.s) {
		s.counted(quantityHan, shortHan)
	}
	if digits && hasLatin(s.s) && shortLatin.MatchString(s.s) {
		s.counted(quantityLatin, shortLatin)
	}
}

func (s *scan) counted(re, near *regexp.Regexp) {
	cues := near.FindAllStringIndex(s.s, -1)
	for _, m := range re.FindAllStringSubmatchIndex(s.s, -1) {
		if !close(cues, m[0], m[1]) {
			continue
		}
		g := groups(s.s, m)
		n, ok := count(g[1])
		if !ok {
			continue
		}
		s.take(Entity{Kind: Quantity, Start: s.pos[m[0]], End: s.pos[m[1]], Number: float64(n)})
	}
}

func close(cues [][]int, from, to int) bool {
	const reach = 24 // bytes
	for _, c := range cues {
		if c[0] < to+reach && from < c[1]+reach {
			return true
		}
	}
	return false
}

var productLatin = []*regexp.Regexp{
	regexp.MustCompile(`(?:bought|purchased|ordered|received|got|returned|my new|my|the|this|your|a|an) ((?:[a-z][a-z\-]+ ){0,2}[a-z][a-z\-]+) \((?:lot|batch|order)`),
	regexp.MustCompile(`\b(?:bought|purchased|ordered) (?:a|an|the|this|some|two|your|my|one of your)? ?((?:[a-z][a-z\-]+ ){0,2}?[a-z][a-z\-]+)(?: on\b| from\b| for\b| in\b| at\b| online\b| last\b| yesterday\b| and\b| which\b| that\b| with\b| \(|,|\.|$)`),
	regexp.MustCompile(`\b(?:in|inside|of|with) (?:the|my|a|this|your) ((?:[a-z][a-z\-]+ ){0,2}?[a-z][a-z\-]+),? (?:\()?(?:batch|lot)\b`),
	regexp.MustCompile(`(?:^|[:.,!?] )(?:the|my|our|this) ((?:[a-z][a-z\-]+ ){0,2}?[a-z][a-z\-]+) (?:never|hasn't|has not|didn't|did not|was never|still hasn't|still has not|arrived|broke|stopped|is broken|was broken|doesn't work|does not work|leaks|exploded|caught|gave)`),
}

var productHan = []*regexp.Regexp{
	regexp.MustCompile(`(?:^|[，。！？；：,!?;: 的个台件款瓶盒袋箱套])(\p{Han}{2,8}?)[（(]?(?:的)?(?:生产)?(?:批号|批次)`),
	regexp.MustCompile(`订单(?:编?号)?[:：]?[0-9a-z\-]+(?:的|里的|中的)(\p{Han}{2,8}?)(?:到现在|至今|还没|还未|一直|没收到|没发货|没到|没送|未收到|迟迟|有|坏|破|是|，|,|。|$)`),
	regexp.MustCompile(`(?:买的|买了|购买的|购买了|订的|订购的|订购了|入手了|下单的|下单了|收到的)(?:这|那|一|两|1|2)?(?:个|台|件|款|瓶|盒|袋|箱|套|双|部|条|只|份|把|包)?(?:的)?(\p{Han}{2,8}?)(?:，|,|。|!|、|$|有|坏|用|到|质|不|是|里|才|就|没|发|出|太|很|都|还|一|打|开|（|\(|订)`),
}

// products takes what stands where a product is named, else a word of the product list.
func (s *scan) products() {
	if strings.Contains(s.s, "批") || strings.Contains(s.s, "订") || strings.Contains(s.s, "买") || strings.Contains(s.s, "购") || strings.Contains(s.s, "收到") {
		for _, re := range productHan {
			if s.product(re) {
				return
			}
		}
	}
	if hasLatin(s.s) {
		for _, re := range productLatin {
			if s.product(re) {
				return
			}
		}
	}
	best := Entity{}
	for _, h := range s.hits {
		if h.Tag == Product && h.End-h.Start > best.End-best.Start {
			best = Entity{Kind: Product, Start: h.Start, End: h.End}
		}
	}
	if best.End > 0 {
		s.take(best)
	}
}

func (s *scan) product(re *regexp.Regexp) bool {
	for _, m := range re.FindAllStringSubmatchIndex(s.s, -1) {
		if name := s.s[m[2]:m[3]]; !notProduct(name) && s.take(Entity{Kind: Product, Start: s.pos[m[2]], End: s.pos[m[3]]}) {
			return true
		}
	}
	return false
}

func notProduct(name string) bool {
	switch name {
	case "it", "one", "them", "this", "that", "something", "order", "package", "parcel", "item", "items", "product", "delivery", "driver", "refund", "money", "problem", "issue", "manager", "staff", "food", "flight", "service", "company", "thing", "things", "two", "ticket", "tickets", "东西", "商品", "产品", "时候", "结果", "第二天", "回来", "包裹", "快递", "货", "两次", "一次", "几次":
		return true
	}
	for _, part := range []string{"时候", "东西", "怎么", "为什么", "没有", "时间", "你们", "我们", "他们", "了", "的", "一天", "结果"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
