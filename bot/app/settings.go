package app

import (
	"log/slog"
	"os"
	"reflect"
	"strings"
)

// webhookPath is where Telegram posts updates to.
const webhookPath = "/telegram"

// setting is one variable of the environment.
type setting struct{ Field, Name, Default, Description string }

// settings lists the variables of Config in order.
func settings() []setting {
	var all []setting
	for f := range reflect.TypeFor[Config]().Fields() {
		all = append(all, setting{f.Name, f.Tag.Get("env"), f.Tag.Get("envDefault"), f.Tag.Get("desc")})
	}
	return all
}

// logLevel reads a level; nil when there is no such level.
func logLevel(name string) *slog.Level {
	var l slog.Level
	if err := l.UnmarshalText([]byte(strings.ToUpper(name))); err != nil {
		return nil
	}
	return &l
}

func readFile(name string) ([]byte, error) { return os.ReadFile(name) }
