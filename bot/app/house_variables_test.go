package app_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// mutableVariables says which package variables of one package are more than a constant that
// Go cannot write as one. An error, a compiled regular expression, an embedded file and a
// table that nobody writes to may stay. It sees assignments, ++, & and the functions that
// change a slice or a map in place; what a method with a pointer receiver or an alias does,
// it does not see.
func mutableVariables(positions *token.FileSet, files []file) []string {
	var found []string
	for _, f := range files {
		for _, spec := range packageVariables(f.syntax) {
			if why := mutableByNature(spec); why != "" {
				found = append(found, fmt.Sprintf("%s: package variable %s %s: make it a field", f.at(spec.Pos()), spec.Names[0].Name, why))
			}
		}
	}
	info := resolve(positions, files)
	for _, f := range files {
		found = append(found, writes(f, info)...)
	}
	return found
}

func packageVariables(syntax *ast.File) []*ast.ValueSpec {
	var found []*ast.ValueSpec
	for _, d := range syntax.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, s := range g.Specs {
			if spec := s.(*ast.ValueSpec); spec.Names[0].Name != "_" && !embedded(g, spec) {
				found = append(found, spec)
			}
		}
	}
	return found
}

func embedded(g *ast.GenDecl, spec *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{g.Doc, spec.Doc} {
		if doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") }) {
			return true
		}
	}
	return false
}

// mutableByNature says why a variable has no other use than to change, "" if it has.
func mutableByNature(spec *ast.ValueSpec) string {
	if len(spec.Values) == 0 {
		return "has no value, so something else must set it"
	}
	for _, value := range spec.Values {
		switch v := value.(type) {
		case *ast.CallExpr:
			switch name := types.ExprString(v.Fun); {
			case name == "make" || name == "new":
				return "is made empty, to be filled"
			case strings.HasPrefix(name, "atomic."):
				return "is there to change"
			}
		case *ast.UnaryExpr:
			if v.Op == token.AND {
				return "is a pointer that everyone shares"
			}
		}
		if strings.HasPrefix(literalType(spec, value), "sync.") || strings.HasPrefix(literalType(spec, value), "atomic.") {
			return "is there to change"
		}
	}
	return ""
}

func literalType(spec *ast.ValueSpec, value ast.Expr) string {
	if spec.Type != nil {
		return types.ExprString(spec.Type)
	}
	if literal, ok := value.(*ast.CompositeLit); ok && literal.Type != nil {
		return types.ExprString(literal.Type)
	}
	return ""
}

// noImports makes a type check that stays within one package: enough to know which
// variable a name means.
type noImports struct{}

func (noImports) Import(string) (*types.Package, error) {
	return nil, errors.New("not needed")
}

func resolve(positions *token.FileSet, files []file) *types.Info {
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
	syntax := make([]*ast.File, 0, len(files))
	for _, f := range files {
		syntax = append(syntax, f.syntax)
	}
	check := types.Config{Importer: noImports{}, Error: func(error) {}}
	_, _ = check.Check(files[0].folder, positions, syntax, info) // its errors are the imports left out
	return info
}

// inPlace are the functions that change what their first argument refers to.
var inPlace = []string{
	"clear", "copy", "delete", "maps.Copy", "maps.DeleteFunc", "maps.Insert",
	"slices.Reverse", "slices.Sort", "slices.SortFunc", "slices.SortStableFunc",
	"sort.Ints", "sort.Slice", "sort.SliceStable", "sort.Sort", "sort.Stable", "sort.Strings",
}

// writes returns the places of a file where a package variable changes or its address is taken.
func writes(f file, info *types.Info) []string {
	var found []string
	report := func(target ast.Expr, what string) {
		if name := variable(target, info); name != "" {
			found = append(found, fmt.Sprintf("%s: %s package variable %s: pass it as a value or make it a field", f.at(target.Pos()), what, name))
		}
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, target := range n.Lhs {
				report(target, "assigns to")
			}
		case *ast.IncDecStmt:
			report(n.X, "counts in")
		case *ast.RangeStmt:
			report(n.Key, "ranges into")
			report(n.Value, "ranges into")
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				report(n.X, "takes the address of")
			}
		case *ast.SendStmt:
			report(n.Chan, "sends to")
		case *ast.CallExpr:
			if len(n.Args) > 0 && slices.Contains(inPlace, types.ExprString(n.Fun)) {
				report(n.Args[0], "changes in place")
			}
		}
		return true
	})
	return found
}

// variable names the package variable that a target is, or is a part of: x of x[i].f, or
// pkg.X of another package. It is "" for everything local.
func variable(target ast.Expr, info *types.Info) string {
	switch e := target.(type) {
	case *ast.Ident:
		if v, ok := info.Uses[e].(*types.Var); ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
			return e.Name
		}
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			if p, ok := info.Uses[x].(*types.PkgName); ok {
				return p.Name() + "." + e.Sel.Name
			}
		}
		return variable(e.X, info)
	case *ast.IndexExpr:
		return variable(e.X, info)
	case *ast.SliceExpr:
		return variable(e.X, info)
	case *ast.StarExpr:
		return variable(e.X, info)
	case *ast.ParenExpr:
		return variable(e.X, info)
	}
	return ""
}
