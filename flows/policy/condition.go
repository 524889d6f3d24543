package policy

import (
	"errors"
	"slices"
	"sync"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// condition is a checked yes-or-no expression over Facts. The zero condition holds always.
type condition struct {
	source  string
	program *vm.Program
}

// machines are reused, so that evaluating a condition does not allocate a stack each time.
type machines struct{ pool sync.Pool }

func (m *machines) holds(c condition, f *Facts) bool {
	if c.program == nil {
		return true
	}
	machine, _ := m.pool.Get().(*vm.VM)
	if machine == nil {
		machine = &vm.VM{}
	}
	defer m.pool.Put(machine)
	out, err := machine.Run(c.program, f)
	yes, ok := out.(bool)
	return err == nil && ok && yes
}

// vocabulary is what a condition may name; a misspelt id is a mistake, not a silent "no".
type vocabulary struct {
	categories, signals, fields []string
}

// compile checks the types and names of a condition.
func (b *builder) compile(t text) condition {
	if t.value == "" {
		return condition{}
	}
	program, err := expr.Compile(t.value, expr.Env(Facts{}), expr.AsBool(), expr.DisableAllBuiltins(),
		expr.EnableBuiltin("any"), expr.EnableBuiltin("all"), expr.EnableBuiltin("len"), expr.EnableBuiltin("duration"))
	if err != nil {
		b.add(t.at, "condition %q: %s", t.value, exprMessage(err))
		return condition{}
	}
	if tree, err := parser.Parse(t.value); err == nil {
		ast.Walk(&tree.Node, &nameCheck{b, t.at})
	}
	return condition{t.value, program}
}

func exprMessage(err error) string {
	var fe *file.Error
	if errors.As(err, &fe) {
		return fe.Message + "; docs/policy.md lists the facts"
	}
	return err.Error()
}

// nameCheck looks at every comparison of a fact with a constant.
type nameCheck struct {
	b  *builder
	at pos
}

// Visit implements ast.Visitor.
func (v *nameCheck) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.BinaryNode:
		v.comparison(n)
	case *ast.MemberNode:
		if of, ok := n.Node.(*ast.IdentifierNode); ok && of.Value == "field" {
			v.constant("field", n.Property)
		}
	}
}

func (v *nameCheck) comparison(n *ast.BinaryNode) {
	left, leftIs := n.Left.(*ast.IdentifierNode)
	right, rightIs := n.Right.(*ast.IdentifierNode)
	switch {
	case n.Operator == "in" && rightIs:
		v.constant(right.Value, n.Left)
	case leftIs:
		v.constant(left.Value, n.Right)
	case rightIs:
		v.constant(right.Value, n.Left)
	}
}

func (v *nameCheck) constant(fact string, value ast.Node) {
	switch n := value.(type) {
	case *ast.ArrayNode:
		for _, item := range n.Nodes {
			v.constant(fact, item)
		}
	case *ast.StringNode:
		known := v.b.valuesOf(fact)
		if known != nil && !slices.Contains(known, n.Value) {
			v.b.add(v.at, "%q is no value of %s: %s", n.Value, fact, suggest(n.Value, known))
		}
	}
}

// valuesOf lists what a fact can be; nil when it can be anything.
func (b *builder) valuesOf(fact string) []string {
	switch fact {
	case "category", "path":
		return b.vocabulary.categories
	case "signals":
		return b.vocabulary.signals
	case "field":
		return b.vocabulary.fields
	case "severity":
		return levelIDs
	case "kind":
		return []string{"complaint", "question", "suggestion", "praise", "other"}
	case "channel":
		return channels
	case "delay_cause":
		return []string{"us", "customer", "third_party", "unknown"}
	}
	return nil
}
