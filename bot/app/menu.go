package app

import (
	"context"

	"redress/bot/telegram"
)

// entry is a command and the sentence that describes it.
type entry struct{ name, text string }

func customerMenu() []entry {
	return []entry{{"status", "menu_status"}, {"mine", "menu_mine"}, {"new", "menu_new"}, {"withdraw", "menu_withdraw"},
		{"cancel", "menu_cancel"}, {"language", "menu_language"}, {"privacy", "menu_privacy"}, {"help", "menu_help"}}
}

func staffMenu() []entry {
	return []entry{{"open", "menu_open"}, {"mine", "menu_staff_mine"}, {"find", "menu_find"}, {"card", "menu_card"},
		{"note", "menu_note"}, {"task", "menu_task"}, {"file", "menu_file"}, {"said", "menu_said"}, {"guide", "menu_guide"}, {"object", "menu_object"}, {"severity", "menu_severity"},
		{"fact", "menu_fact"}, {"cause", "menu_cause"}, {"similar", "menu_similar"}, {"cases", "menu_cases"},
		{"label", "menu_label"}, {"special", "menu_special"}, {"digest", "menu_digest"}, {"staff", "menu_staff"}, {"language", "menu_language"}, {"help", "menu_help"}}
}

// setMenus shows the commands in every language. Menus are cosmetics; a failure is logged.
func (a *App) setMenus(ctx context.Context) {
	for i, lang := range a.desk().Texts.Languages() {
		code := telegramLanguage(lang)
		if i == 0 {
			code = "" // the first language is for everybody else
		}
		for scope, menu := range map[telegram.Scope][]entry{telegram.Customers: customerMenu(), telegram.Groups: staffMenu()} {
			if err := a.client.SetCommands(ctx, code, scope, a.commands(lang, menu)); err != nil && ctx.Err() == nil {
				a.log.Warn("command menu could not be set", "language", lang, "error", err)
			}
		}
	}
}

func (a *App) commands(lang string, menu []entry) []telegram.Command {
	v := a.desk().Texts.In(lang)
	list := make([]telegram.Command, len(menu))
	for i, e := range menu {
		list[i] = telegram.Command{Name: e.name, Description: v.Str(e.text)}
	}
	return list
}

// telegramLanguage is the two-letter code Telegram keys menus by; it has one for Chinese.
func telegramLanguage(lang string) string {
	return lang[:2]
}
