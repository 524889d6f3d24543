package nlp

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/flows/complaint"
)

var monday = time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

// shared is one understanding for all tests that need no model; it is safe for all.
var shared = sync.OnceValue(func() *Understanding { return New(Config{Zone: monday.Location()}) })

func local(t testing.TB, texts ...string) complaint.Triage {
	t.Helper()
	return shared().Triage(context.Background(), complaint.Inquiry{Texts: texts, Now: monday, Quick: true})
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		kind complaint.Kind
	}{
		{"我家厨房天花板漏水三天了，打了四次电话没人来", complaint.KindComplaint},
		{"請問你們週末幾點開門？", complaint.KindQuestion},
		{"建议在二楼增设一台饮水机", complaint.KindSuggestion},
		{"王师傅修得又快又好，服务态度也很好，谢谢", complaint.KindPraise},
		{"你好", complaint.KindOther},
		{"我要投诉！", complaint.KindComplaint},
		{"把我的钱还给我", complaint.KindComplaint},
		{"I want to complain", complaint.KindComplaint},
		{"能不能在门口加个路灯", complaint.KindSuggestion},
		{"The kettle stopped working after two days and nobody answers my calls.", complaint.KindComplaint},
		{"Where can I download my invoice?", complaint.KindQuestion},
		{"It would be nice if you added a night bus on Fridays.", complaint.KindSuggestion},
		{"Great service, the driver was friendly and on time!", complaint.KindPraise},
		{"hello", complaint.KindOther},
	} {
		if got := local(t, c.text).Kind; got != c.kind {
			t.Errorf("%q: kind %s, want %s", c.text, got, c.kind)
		}
	}
}

func TestFacts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want string
	}{
		{"孩子在你们店滑倒摔伤了", "injury"},
		{"地上有水，幸好没有人受伤", ""},
		{"昨晚吃完一家三口都拉肚子", "health_harm people"},
		{"楼道里有很重的煤气味，现在怎么办", "danger"},
		{"我和孩子被困在电梯里出不去", "danger"},
		{"上周电梯困人，半小时后救出来了", "hazard"},
		{"再不解决我就打12315，并且发到微博曝光", "regulator media"},
		{"你们再这样我就去法院起诉", "lawsuit"},
		{"我不想活了", "self_harm"},
		{"Nobody was hurt, but the parcel is late.", ""},
		{"My son cut his hand on the broken glass.", "injury"},
		{"There is a fire in my kitchen right now", "danger"},
		{"I can smell gas in the hallway", "danger"},
		{"If this is not fixed I will go to the press and talk to my lawyer.", "lawsuit media"},
		{"I am sick and tired of waiting", ""},
		{"电梯里现在有人被困，快来人", "danger"},
		{"天然气好像漏了，头很晕", "danger health_harm"},
		{"孩子误吞了玩具上的纽扣电池", "danger"},
		{"We can't get out of the elevator", "danger"},
		{"I don't want to live here any more, the noise is too much", ""},
		{"排队三小时，想跳楼的心都有", ""},
		{"煤气灶打不着火", ""},
		{"老板说要打死我", "threat"},
	} {
		var names []string
		for _, f := range local(t, c.text).Facts {
			names = append(names, f.Name)
			if f.Words == "" || !strings.Contains(c.text, f.Words) && f.Name != "people" {
				t.Errorf("%q: fact %s shows words %q that are not in the text", c.text, f.Name, f.Words)
			}
		}
		got := strings.Join(names, " ")
		for _, w := range strings.Fields(c.want) {
			if !strings.Contains(got, w) {
				t.Errorf("%q: facts %q, want %q", c.text, got, w)
			}
		}
		if c.want == "" && got != "" {
			t.Errorf("%q: facts %q, want none", c.text, got)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, field, want string }{
		{"上周三下的单", "when", "2026-11-18"},
		{"3天前就报修了", "when", "2026-11-20"},
		{"昨天收到的", "when", "2026-11-22"},
		{"It broke yesterday", "when", "2026-11-22"},
		{"I complained last Wednesday", "when", "2026-11-18"},
		{"我住7栋1203，厨房漏水", "site", "7栋1203"},
		{"I am in Room 402 and there is no hot water", "site", "Room 402"},
		{"订单号 20261105998877，少发了2件", "order", "20261105998877"},
		{"电话13812345678", "phone", "13812345678"},
		{"write to anna.k@example.com please", "email", "anna.k@example.com"},
		{"多收了我 120.5 元，请退款", "amount", "120.5 元"},
		{"多收了我 120.5 元，请退款", "wish", "refund"},
		{"请尽快派人上门维修", "wish", "repair"},
		{"I want a written apology", "wish", "apology"},
		{"客服小李一直不回复", "employee", "小李"},
	} {
		if got := local(t, c.text).Fields[c.field]; got != c.want {
			t.Errorf("%q: %s = %q, want %q", c.text, c.field, got, c.want)
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	u := shared()
	for _, c := range []struct{ question, answer, want string }{
		{"where", "7栋1203", "7栋1203"},
		{"when", "上周三吧", "2026-11-18"},
		{"order", "不知道", "-"},
		{"order", "I don't know", "-"},
		{"wish", "退钱", "refund"},
		{"wish", "just be nicer to people", "just be nicer to people"},
	} {
		got := u.Local(complaint.Inquiry{Texts: []string{"厨房漏水", c.answer}, Question: c.question, Now: monday})
		if got.Fields[c.question] != c.want {
			t.Errorf("%s answered %q: %q, want %q", c.question, c.answer, got.Fields[c.question], c.want)
		}
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		texts []string
		want  string
	}{
		{[]string{"你好", "我家厨房天花板漏水三天了", "给物业打了四次电话没人来", "7栋1203", "希望尽快上门维修"}, "7栋1203，我家厨房天花板漏水三天了，给物业打了四次电话没人来，希望尽快上门维修。"},
		{[]string{"hi", "the kettle i bought leaks. it leaks from the bottom", "i want a refund!!!"}, "The kettle I bought leaks. It leaks from the bottom. I want a refund."},
		{[]string{"快递丢了", "快递丢了！"}, "快递丢了。"},
	} {
		if got := local(t, c.texts...).Summary; got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.texts, got, c.want)
		}
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"我家厨房漏水":                      "zh-Hans",
		"我家廚房漏水，請派人來修理":               "zh-Hant",
		"The heating is broken again": "en",
		"У меня не работает лифт уже третий день":                       "ru",
		"De verwarming is al drie dagen kapot en niemand komt":          "nl",
		"Die Heizung ist seit drei Tagen kaputt und niemand kommt":      "de",
		"Le chauffage est en panne depuis trois jours":                  "fr",
		"La calefacción no funciona desde hace tres días y nadie viene": "es",
		"エアコンが壊れています":                                                   "ja",
		"난방이 고장 났어요":                                                    "ko",
	} {
		if got := local(t, text).Language; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

const story = "您好，我是七栋的业主。上周三我家厨房的天花板开始漏水，我马上给物业打了电话，客服小李说会尽快安排师傅上门，结果等了两天一个人都没来。星期五我又打了两次，每次都说在排队，周末漏得更厉害了，橱柜泡坏了一排，地板也翘起来，我妈昨天早上在厨房滑倒，膝盖肿了，去医院拍片花了四百二十元。我住7栋1203，报修单号是GX20261105998，楼上1303好像一直没人住。这件事已经拖了快一个星期，希望你们今天之内派人上门维修，并且赔偿橱柜和医药费的损失，我的电话是13812345678，随时可以联系。如果再没有人处理，我只能打12345反映，也会在业主群里把情况告诉大家，请给我一个明确的答复。谢谢。"

func BenchmarkTriage300(b *testing.B) {
	u := New(Config{Zone: monday.Location()})
	in := complaint.Inquiry{Texts: []string{story}, Now: monday, Quick: true}
	for b.Loop() {
		u.Local(in)
	}
}

func FuzzTriage(f *testing.F) {
	u := New(Config{})
	f.Add("我家漏水", "7栋1203", "where")
	f.Add("Order #12-3, $5.00 on 31/2/2024 \xff", "昨天", "when")
	f.Fuzz(func(t *testing.T, first, last, question string) {
		got := u.Local(complaint.Inquiry{Texts: []string{first, last}, Question: question, Now: monday})
		if got.Kind == "" {
			t.Error("a triage without a kind")
		}
	})
}
