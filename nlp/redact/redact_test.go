package redact

import (
	"testing"
)

func TestRedact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"打我手机13812345678，别打了", "打我手机[PHONE_1]，别打了"},
		{"call me on +44 20 7946 0018 please", "call me on [PHONE_1] please"},
		{"身份证11010519491231002X拍照了", "身份证[ID_1]拍照了"},
		{"my card 4111 1111 1111 1111 was charged", "my card [CARD_1] was charged"},
		{"IBAN DE89370400440532013000", "IBAN [IBAN_1]"},
		{"mail a.b@example.org or a.b@example.org", "mail [EMAIL_1] or [EMAIL_1]"},
		{"订单号2024051365880133还没到", "订单号2024051365880133还没到"},
		{"我叫李雷，住在广东省深圳市南山区科技园路9号2单元601。", "我叫[NAME_1]，住在[ADDRESS_1]。"},
		{"My name is Maria Lopez and it broke on 2026-11-03.", "My name is [NAME_1] and it broke on 2026-11-03."},
		{"加微信lucky_8821谈", "加微信[ACCOUNT_1]谈"},
		{"车牌粤B12345的司机", "车牌[PLATE_1]的司机"},
		{"厨房漏水三天了，没有人来", "厨房漏水三天了，没有人来"},
	} {
		var v Vault
		got := v.Redact(c.text)
		if got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.text, got, c.want)
		}
		if back := v.Restore(got); back != c.text {
			t.Errorf("%q came back as %q", c.text, back)
		}
	}
}

func TestForeignPlaceholderIsNoticed(t *testing.T) {
	t.Parallel()
	var v Vault
	v.Redact("13812345678")
	if v.Left("call [PHONE_1]") || !v.Left("call [PHONE_2]") {
		t.Error("a placeholder of nobody must be noticed, ours must not")
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("call [PHONE_1] 13812345678")
	f.Fuzz(func(t *testing.T, s string) {
		var v Vault
		masked := v.Redact(s)
		if !holder.MatchString(s) && v.Restore(masked) != s {
			t.Errorf("%q came back as %q", s, v.Restore(masked))
		}
		if masked == s && len(Spans(s)) > 0 {
			t.Errorf("%q was left as it is", s)
		}
	})
}
