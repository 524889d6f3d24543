package app

import (
	"fmt"
	"io"
	"runtime/debug"
	"text/tabwriter"

	"redress/flows/policy"
)

// policyCommand lists, shows or checks policies.
func policyCommand(args []string, out io.Writer) error {
	switch {
	case len(args) == 1 && args[0] == "list":
		return listPolicies(out)
	case len(args) >= 2 && args[0] == "show":
		lang := "en"
		if len(args) > 2 {
			lang = args[2]
		}
		p, err := loadPolicy(args[1])
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, p.Table(lang))
		return err
	case len(args) == 2 && args[0] == "check":
		p, err := loadPolicy(args[1])
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s is in order (version %s)\n", args[1], p.Version)
		return err
	}
	return fmt.Errorf("%w: redress policy list | show NAME [LANGUAGE] | check FILE", errUsage)
}

func listPolicies(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, name := range policy.Packs() {
		p, err := policy.Pack(name)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", name, p.Title.In("en"), p.Title.In("zh-Hans")); err != nil {
			return err
		}
	}
	return w.Flush()
}

// showSettings prints the configuration table of the README.
func showSettings(out io.Writer) error {
	for _, s := range settings() {
		if _, err := fmt.Fprintf(out, "| `%s` | %s | %s |\n", s.Name, code(s.Default), s.Description); err != nil {
			return err
		}
	}
	return nil
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

// version is what the build says about itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "redress"
	}
	v := "redress " + info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v += " " + s.Value
		}
	}
	return v + " " + info.GoVersion
}
