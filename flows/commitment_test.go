package flows

import (
	"testing"
	"time"

	"redress/flows/policy"
)

// TestCommitmentIn reads promises of a time as staff write them. It is Monday, 23 November
// 2026, 10:00 in Shanghai; working hours are Monday to Friday, 09:00 to 18:00.
func TestCommitmentIn(t *testing.T) {
	t.Parallel()
	p, err := policy.Pack("generic")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, p.Zone())
	for text, want := range map[string]string{
		"We will send you the result within three days.":                         "11-26 18:00",
		"You hear from me within 24 hours.":                                      "11-24 10:00",
		"It is repaired within 3 working days":                                   "11-26 18:00",
		"in half an hour somebody is with you":                                   "11-23 10:30",
		"Our technician comes tomorrow before noon.":                             "11-24 12:00",
		"I'll call you tomorrow afternoon":                                       "11-24 18:00",
		"I'll call you tomorrow at 3 pm":                                         "11-24 15:00",
		"You get the answer by 16:00.":                                           "11-23 16:00",
		"We will write to you by Friday.":                                        "11-27 18:00",
		"We will write to you by Monday.":                                        "11-30 18:00",
		"Thanks for the photo. We'll be back by Friday 5pm!":                     "11-27 17:00",
		"It will be done by the end of the week.":                                "11-27 18:00",
		"It will be done next week":                                              "12-04 18:00",
		"The refund will be there by 28 November.":                               "11-28 18:00",
		"The refund will be there by Nov 30.":                                    "11-30 18:00",
		"We'll answer by the end of the day":                                     "11-23 18:00",
		"We'll answer tonight":                                                   "11-23 21:00",
		"三天内给您答复。":                                                               "11-26 18:00",
		"我们会在３个工作日内处理。":                                                          "11-26 18:00",
		"24小时之内回复您":                                                              "11-24 10:00",
		"师傅半小时内到。":                                                               "11-23 10:30",
		"两三天内修好":                                                                 "11-26 18:00",
		"十二小时内有人联系您":                                                             "11-23 22:00",
		"明天上午派人上门。":                                                              "11-24 12:00",
		"明天下午三点上门":                                                               "11-24 15:00",
		"今天下班前给您消息":                                                              "11-23 18:00",
		"今天下午4点半前给您回电话":                                                          "11-23 16:30",
		"今天下午 3 点前给您回电话":                                                         "11-23 15:00",
		"明天 上午 派人 上门":                                                            "11-24 12:00",
		"今天已经联系仓库，结果明天 12:00 前告诉您":                                               "11-24 12:00",
		"今天已經查過了，後天下午3點前給您結果":                                                    "11-25 15:00",
		"I spoke with the driver today, and you hear from me tomorrow by 12:00.": "11-24 12:00",
		"今天已经处理，问题已于昨天解决":                                                        "",
		"7号楼的水管明天上午修好":                                                           "11-24 12:00",
		"28号师傅上门":                                                                "11-28 18:00",
		"今晚给您回复":                                                                 "11-23 21:00",
		"后天12:00前退款到账":                                                           "11-25 12:00",
		"周五前处理完":                                                                 "11-27 18:00",
		"下周三前寄出新的":                                                               "12-02 18:00",
		"本周内解决，到时通知您":                                                            "11-27 18:00",
		"11月28日前完成":                                                              "11-28 18:00",
		"月底前退款":                                                                  "11-30 18:00",
		"我們會在兩個工作天內回覆您。":                                                         "11-25 18:00",
		"後天上午會有人聯絡您":                                                             "11-25 12:00",
		"禮拜五前補發":                                                                 "11-27 18:00",
		"We are looking into it.":                                                "",
		"You told us three days ago.":                                            "",
		"Could you send us the receipt by tomorrow?":                             "",
		"Please send us the invoice by Friday.":                                  "",
		"Would tomorrow at 3 pm suit you?":                                       "",
		"I spoke with the driver today.":                                         "",
		"明天下午三点上门，可以吗？":                                                          "",
		"Until two in the afternoon.":                                            "",
		"We are open until 6 pm.":                                                "",
		"您三天前反映过":                                                                "",
		"今天已经联系仓库了":                                                              "",
		"请您明天上午提供发票":                                                             "",
		"我们会尽快处理":                                                                "",
		"":                                                                       "",
	} {
		got, ok := commitmentIn(text, now, p.Calendar())
		if ok != (want != "") || ok && got.By.In(p.Zone()).Format("01-02 15:04") != want {
			t.Errorf("%q: got %v %v, want %q", text, got.By.In(p.Zone()), ok, want)
		}
		if ok && got.Words == "" {
			t.Errorf("%q: no words", text)
		}
	}
}
