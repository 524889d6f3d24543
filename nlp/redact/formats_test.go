package redact

import (
	"strings"
	"testing"
)

// covered reports whether one span of the kind covers all of value.
func covered(s, value string, k Kind) bool {
	at := strings.Index(s, value)
	for _, p := range Spans(s) {
		if p.Kind == k && p.Start <= at && p.End >= at+len(value) {
			return true
		}
	}
	return false
}

func TestPhoneFormats(t *testing.T) {
	t.Parallel()
	for _, number := range strings.Split(`06-12345678
+31 6 12345678
(020) 555 1234
020-5551234
0131 496 0123
07700 900123
+44 (0)20 7946 0123
030 12345678
01234 12 34 56
0660 123 45 67
044 668 18 00
+41 79 123 45 67
01.23.45.67.89
01 23 45 67 89
612 345 678
91 123 45 67
(11) 91234-5678
21 123 456 789
12-34-56-78
12 34 56 78
412 34 567
070-123 45 67
0123-1234567
050 123 4567
678 1234
(08) 8347 5521
0491 570 156
555-123-4567
(555) 123-4567
(555)123-4567
1-800-555-0199
555.123.4567
+1-202-555-0143
001-518-555-0854
202-555-0143x036
+1 (202) 555-0143 ext. 36
96 123456
(72) 754-186
(021) 1234-567
(64) 3591-3246
400-820-8820
010-66554433
0571 88886666
(0755)88996677
138 1234 5678
138-1234-5678
+86 138 1234 5678
13812345678
9123 4567
+852 9123 4567
0912-345-678
(02) 2345-6789
+886 912 345 678`, "\n") {
		for _, text := range []string{
			"Please call me on " + number + ", thanks", "My number: " + number, "You can reach me at " + number + ".",
			"Jane Roe\n" + number + " mobile\n", "I would like to stop receiving messages to " + number, "我的电话" + number + "，请联系我", "Office: " + number + "\n",
		} {
			if !covered(text, number, Phone) {
				t.Errorf("%q in %q: %v", number, text, shown(text))
			}
		}
	}
}

func shown(s string) []string {
	var out []string
	for _, p := range Spans(s) {
		out = append(out, string(p.Kind)+" "+s[p.Start:p.End])
	}
	return out
}

func TestNoPhones(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"It broke on 2026-11-03 at 14:22.", "It broke on 03-11-2026", "订单号2024051365880133还没到", "order 4471-2233-11 never came",
		"I paid $1,299.00 for it", "Room 1203, building 7", "等了45分钟", "We were 12 people and waited 3 hours", "买了12345件，总价138000元",
		"invoice 2026-004471", "from 10:30 to 11:45", "2 of 5 bags came", "version 10.2.3 crashes", "合同编号HT-2024-0618", "between 2019 and 2024",
	} {
		for _, p := range Spans(text) {
			if p.Kind == Phone {
				t.Errorf("%q in %q is no phone", text[p.Start:p.End], text)
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"12 Maple Street", "221B Baker Street", "1600 Orchard Avenue, Springfield, IL 62704", "48 Rose Ln Apt. 12, Dunmore", "7 The Old Mill Road",
		"Prinsengracht 263", "Lange Gasse 14", "Kerkstraat 12b", "Rue des Lilas 14", "Via Garibaldi 22", "PSC 1234, Box 5678\nAPO AE 09012", "P.O. Box 2291",
		"3301 12 Harbour View Apt. 771\nLindholm\nSweden 41871", "Suite 500", "USS Merrow\nFPO AP 96601",
		"上海市徐汇区漕溪北路88号3栋502室", "广东省广州市天河区体育西路103号", "北京市海淀区中关村大街27号院6号楼", "台北市信義區松仁路100號5樓", "人民路188号2单元301",
	} {
		texts := []string{"I live at " + address, "Please send it to " + address + " before Friday"}
		if address[0] >= 0x80 {
			texts = []string{"地址是" + address + "，谢谢", "我家在" + address + "，一直没人来"}
		}
		for _, text := range texts {
			if !covered(text, address, Address) {
				t.Errorf("%q in %q: %v", address, text, shown(text))
			}
		}
	}
	for _, text := range []string{"3 people in the street", "it is a 2 hour drive", "I waited 40 minutes on the road", "He shouted 3 times in the square", "Flight 771 to Windows 10 users", "两次在路上"} {
		for _, p := range Spans(text) {
			if p.Kind == Address {
				t.Errorf("%q in %q is no address", text[p.Start:p.End], text)
			}
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, name string }{
		{"Jennifer was very rude to us.", "Jennifer"}, {"Your driver Tomasz Kowalski shouted", "Tomasz Kowalski"}, {"Ask for Dyan van Gijn there", "Dyan van Gijn"},
		{"My name is Julieta S Almeida", "Julieta S Almeida"}, {"bertil m. lindqvist\nphone 070-123 45 67", "bertil m. lindqvist"}, {"Regards,\nMaria Lopez", "Maria Lopez"},
		{"Mr. O'Brien hung up on me", "O'Brien"}, {"I spoke with Ingrid yesterday", "Ingrid"}, {"我叫周子轩，电话打不通", "周子轩"}, {"联系人：欧阳娜", "欧阳娜"},
		{"收件人王小明，快递没到", "王小明"}, {"找了李建国师傅三次", "李建国"}, {"户名張美玲", "張美玲"},
	} {
		if !covered(c.text, c.name, Name) {
			t.Errorf("%q in %q: %v", c.name, c.text, shown(c.text))
		}
	}
	for _, text := range []string{"Need help now\nThe heating is off", "Where is my parcel?", "厨房天花板漏水", "安装师傅没来", "高铁晚点了"} {
		for _, p := range Spans(text) {
			if p.Kind == Name {
				t.Errorf("%q in %q is no name", text[p.Start:p.End], text)
			}
		}
	}
}
