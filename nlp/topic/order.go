package topic

import (
	"maps"
	"slices"
)

func sortedKeys(m map[string][]string) []string { return slices.Sorted(maps.Keys(m)) }

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
