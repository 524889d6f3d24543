package policy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// simplified are common characters that Traditional Chinese does not have.
const simplified = "们这说对时间问题请话电车门见观华质关报记认证诉讼队则广为个从来过还没进开实发现样处务办经营业员图书读写让给谁几岁机构设备资费钱账单险严应该样项须预约订购买卖货运输维护装坏损脏迟错误编号码网络线户层楼栋厅铁轻转达运动态虑忧恼气热烧烟闻听觉异议愿诚恳态释确评价满级别档规则条约签订审"

// mainland are words of the mainland that readers of Traditional Chinese stumble over.
func mainland() []string {
	return []string{"信息", "視頻", "短信", "軟件", "硬件", "網絡", "默認", "屏幕", "登錄", "反饋", "渠道", "響應", "許可權", "回復"}
}

// TestTraditionalChineseIsWrittenAsSuch finds what a conversion by script leaves behind.
func TestTraditionalChineseIsWrittenAsSuch(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("packs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	inPack := regexp.MustCompile(`zh-Hant: (\[[^\]]*\]|"[^"]*"|[^}\n]*)`)
	for _, file := range append(files, "table.yaml") {
		for _, m := range inPack.FindAllStringSubmatch(read(t, file), -1) {
			checkTraditional(t, file, m[1], !strings.HasPrefix(m[1], "["))
		}
	}
	for line := range strings.Lines(read(t, "../texts/zh-Hant.yaml")) {
		if key, words, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, "#") && !strings.HasPrefix(key, "words_") {
			checkTraditional(t, "zh-Hant.yaml", words, true)
		}
	}
}

// checkTraditional looks at one text. What customers may type (a list of words) may be in any
// words, but not in simplified characters.
func checkTraditional(t *testing.T, file, text string, ours bool) {
	t.Helper()
	for _, r := range text {
		if strings.ContainsRune(simplified, r) {
			t.Errorf("%s: %q in %q", file, string(r), text)
		}
	}
	for _, word := range mainland() {
		if ours && strings.Contains(text, word) {
			t.Errorf("%s: %q in %q", file, word, text)
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
