package entity

import "strings"

var (
	quantityHan   = words(`([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+)(件|箱|盒|瓶|袋|包|台|个|只|斤|公斤|克|千克|kg|g|ml|毫升|升|份|双|套|支|罐|桶|吨|米|本|张|把|条|块|片)`).when(countedHan("件箱盒瓶袋包台个只斤公克千kgm毫升份双套支罐桶吨米本张把条块片", ""))
	quantityLatin = words(`\b([0-9]+(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten|a dozen) ?(pieces?|pcs|items?|boxes|box|bottles?|bags?|packs?|packets?|units?|cans?|jars?|kg|kilos?|g|grams?|ml|litres?|liters?|lbs?|pounds|oz|pairs?|sets?|cartons?|pallets?)\b`, "p", "i", "b", "u", "c", "j", "k", "g", "l", "o", "s")
	shortHan      = words(`少(?:了|发|给|送|装)|漏(?:发|送|装)|缺(?:了|少|斤|货)|只(?:有|收到|给|发|送|到)|不足|多(?:发|送)|数量|缺斤|实际|不够`, chars("少漏缺只足多数际够")...).when(holds("少了", "少发", "少给", "少送", "少装", "少斤", "漏发", "漏送", "漏装", "缺了", "缺少", "缺斤", "缺货", "只有", "只收到", "只给", "只发", "只送", "只到", "不足", "多发", "多送", "数量", "实际", "不够"))
	shortLatin    = words(`\b(?:missing|only|short|fewer|less|instead of|out of|received|ordered|wrong (?:number|quantity|amount))\b`, "missing", "only", "short", "fewer", "less", "instead", "out of", "received", "ordered", "wrong")
)

// quantities takes counted goods where the measure is in dispute: 少发了2件, "only 3 boxes".
func (s *scan) quantities() {
	s.counted(quantityHan, shortHan)
	s.counted(quantityLatin, shortLatin)
}

func (s *scan) counted(re, near pattern) {
	cues := s.matches(near)
	if len(cues) == 0 {
		return
	}
	for _, m := range s.matches(re) {
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
	const apart = 24 // bytes
	for _, c := range cues {
		if c[0] < to+apart && from < c[1]+apart {
			return true
		}
	}
	return false
}

var productLatin = []pattern{
	words(`(?:bought|purchased|ordered|received|got|returned|my new|my|the|this|your|a|an) ((?:[a-z][a-z\-]+ ){0,2}[a-z][a-z\-]+) \((?:lot|batch|order)`, " (lot", " (batch", " (order"),
	words(`\b(?:bought|purchased|ordered) (?:a|an|the|this|some|two|your|my|one of your)? ?((?:[a-z][a-z\-]+ ){0,2}?[a-z][a-z\-]+)(?: on\b| from\b| for\b| in\b| at\b| online\b| last\b| yesterday\b| and\b| which\b| that\b| with\b| \(|,|\.|$)`, "bought", "purchased", "ordered"),
	words(`\b(?:in|inside|of|with) (?:the|my|a|this|your) ((?:[a-z][a-z\-]+ ){0,2}?[a-z][a-z\-]+),? (?:\()?(?:batch|lot)\b`, "batch", "lot"),
	words(`(?:^|[:.,!?] )(?:the|my|our|this) ((?:[a-z][a-z\-]+ ){0,2}?[a-z][a-z\-]+) (?:never|hasn't|has not|didn't|did not|was never|still hasn't|still has not|arrived|broke|stopped|is broken|was broken|doesn't work|does not work|leaks|exploded|caught|gave)`, "never", "hasn", "has not", "did", "was", "still", "arrived", "broke", "stopped", "does", "leaks", "exploded", "caught", "gave"),
}

var productHan = []pattern{
	words(`(?:^|[，。！？；：,!?;: 的个台件款瓶盒袋箱套])(\p{Han}{2,8}?)[（(]?(?:的)?(?:生产)?(?:批号|批次)`, "批"),
	words(`订单(?:编?号)?[:：]?[0-9a-z\-]+(?:的|里的|中的)(\p{Han}{2,8}?)(?:到现在|至今|还没|还未|一直|没收到|没发货|没到|没送|未收到|迟迟|有|坏|破|是|，|,|。|$)`, "订单"),
	words(`(?:买的|买了|购买的|购买了|订的|订购的|订购了|入手了|下单的|下单了|收到的)(?:这|那|一|两|1|2)?(?:个|台|件|款|瓶|盒|袋|箱|套|双|部|条|只|份|把|包|块|张|本)?(?:的)?(\p{Han}{2,8}?)(?:，|,|。|!|、|$|有|坏|用|到|质|不|是|里|才|就|没|发|出|太|很|都|还|一|打|开|（|\(|订)`, "买", "购", "订", "下单", "收到", "入手"),
}

// products takes what stands where a product is named, else a word of the product list.
func (s *scan) products() {
	for _, p := range append(append([]pattern(nil), productHan...), productLatin...) {
		if s.product(p) {
			return
		}
	}
	best := Entity{}
	for _, h := range s.hits {
		if h.Tag == Product && !labelsNumber(s.Fold, h.End) && h.End-h.Start > best.End-best.Start {
			best = Entity{Kind: Product, Start: h.Start, End: h.End}
		}
	}
	if best.End > 0 {
		s.take(best)
	}
}

func (s *scan) product(re pattern) bool {
	for _, m := range s.matches(re) {
		if name := s.s[m[2]:m[3]]; !notProduct(name) && s.take(Entity{Kind: Product, Start: s.pos[m[2]], End: s.pos[m[3]]}) {
			return true
		}
	}
	return false
}

func notProduct(name string) bool {
	if first, _, more := strings.Cut(name, " "); more && preposition(first) || preposition(name) {
		return true
	}
	switch name {
	case "it", "one", "them", "this", "that", "something", "order", "package", "parcel", "item", "items", "product", "delivery", "driver", "refund", "money", "problem", "issue", "manager", "staff", "food", "flight", "service", "company", "thing", "things", "two", "ticket", "tickets", "东西", "商品", "产品", "时候", "结果", "第二天", "回来", "包裹", "快递", "货", "生产", "两次", "一次", "几次":
		return true
	}
	ws := strings.Fields(name)
	if len(ws) > 0 && (kin(ws[len(ws)-1]) || kin(ws[0]) && ws[0] != "baby") {
		return true
	}
	for _, part := range []string{"时候", "东西", "怎么", "为什么", "没有", "时间", "你们", "我们", "他们", "了", "的", "一天", "结果"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

func preposition(w string) bool {
	switch w {
	case "at", "from", "in", "on", "for", "with", "to", "by", "and", "it", "them", "your", "this", "that", "last", "yesterday", "today", "online", "here", "there", "through", "via", "over", "just", "more":
		return true
	}
	return false
}

// kin tells words of people and of grammar, which no product is called by.
func kin(w string) bool {
	switch w {
	case "mother", "father", "son", "daughter", "wife", "husband", "kid", "kids", "child", "baby", "grandma", "grandmother", "grandpa", "mom", "mum", "dad", "brother", "sister", "friend", "neighbour", "neighbor", "boss", "family", "lady", "man", "woman", "guy", "people", "clerk", "nurse", "plumber", "courier", "waiter", "and", "who", "is", "was", "fell", "i", "you", "we", "he", "she":
		return true
	}
	return false
}

// labelsNumber tells "phone: 020…" and 手机138…, where the word names the number.
func labelsNumber(fold []rune, at int) bool {
	for at < len(fold) && (fold[at] == ' ' || fold[at] == ':' || fold[at] == '号' || fold[at] == '是') {
		at++
	}
	return at < len(fold) && (fold[at] >= '0' && fold[at] <= '9' || fold[at] == '+' || fold[at] == '(')
}
