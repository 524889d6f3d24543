package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "redress"

// house is every Go file of the repository, parsed.
type house struct {
	root      string
	positions *token.FileSet
	files     []file
}

// file is one Go file: name and folder are relative to the root, with slashes.
type file struct {
	name      string
	folder    string
	test      bool
	syntax    *ast.File
	positions *token.FileSet
}

// reference is an import path and where it stands, as file:line.
type reference struct {
	path string
	at   string
}

var readHouse = sync.OnceValues(func() (house, error) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return house{}, err
	}
	h := house{root: root, positions: token.NewFileSet()}
	return h, h.read()
})

func houseOf(t *testing.T) house {
	t.Helper()
	h, err := readHouse()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// read parses what go list finds, also files for other systems. What does not build is found
// here all the same (-e): the rule that it breaks says more than the compiler.
func (h *house) read() error {
	out, err := runGo(h.root, "list", "-e", "-json=Dir,GoFiles,IgnoredGoFiles,TestGoFiles,XTestGoFiles", "./...")
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var p struct {
			Dir                                                string
			GoFiles, IgnoredGoFiles, TestGoFiles, XTestGoFiles []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read the answer of go list: %w", err)
		}
		for _, name := range slices.Concat(p.GoFiles, p.IgnoredGoFiles, p.TestGoFiles, p.XTestGoFiles) {
			if err := h.parse(filepath.Join(p.Dir, name)); err != nil {
				return err
			}
		}
	}
}

func (h *house) parse(path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	name, err := filepath.Rel(h.root, path)
	if err != nil {
		return err
	}
	f, err := parseFile(h.positions, filepath.ToSlash(name), source)
	h.files = append(h.files, f)
	return err
}

func parseFile(positions *token.FileSet, name string, source []byte) (file, error) {
	syntax, err := parser.ParseFile(positions, name, source, parser.SkipObjectResolution|parser.ParseComments)
	return file{
		name:      name,
		folder:    filepath.ToSlash(filepath.Dir(name)),
		test:      strings.HasSuffix(name, "_test.go"),
		syntax:    syntax,
		positions: positions,
	}, err
}

func (h house) production() []file {
	return slices.DeleteFunc(slices.Clone(h.files), func(f file) bool { return f.test })
}

func (f file) at(pos token.Pos) string {
	return fmt.Sprintf("%s:%d", f.name, f.positions.Position(pos).Line)
}

// inside returns the imports of this module, relative to the root.
func (f file) inside() []reference {
	var found []reference
	for _, r := range f.imports() {
		if folder, ok := strings.CutPrefix(r.path, module+"/"); ok {
			found = append(found, reference{folder, r.at})
		}
	}
	return found
}

// outside returns the imports of other modules and of the standard library.
func (f file) outside() []reference {
	return slices.DeleteFunc(f.imports(), func(r reference) bool { return under(r.path, module) })
}

func (f file) imports() []reference {
	found := make([]reference, 0, len(f.syntax.Imports))
	for _, spec := range f.syntax.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			path = spec.Path.Value
		}
		found = append(found, reference{path, f.at(spec.Pos())})
	}
	return found
}

// uses returns where the file names one of the given members of a package of the standard
// library, whose name is the last part of its path.
func (f file) uses(library string, members []string) []string {
	local := f.localName(library)
	var found []string
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if ok && x.Name == local && slices.Contains(members, s.Sel.Name) {
			found = append(found, f.at(s.Pos())+" "+x.Name+"."+s.Sel.Name)
		}
		return true
	})
	return found
}

// localName is how the file calls a package that it imports, "" if it does not.
func (f file) localName(library string) string {
	for i, r := range f.imports() {
		if r.path != library {
			continue
		}
		if name := f.syntax.Imports[i].Name; name != nil {
			return name.Name
		}
		return library[strings.LastIndex(library, "/")+1:]
	}
	return ""
}

func (f file) inits() []string {
	var found []string
	for _, d := range f.syntax.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			found = append(found, f.at(fn.Pos()))
		}
	}
	return found
}

// goList runs go list at the root and returns its lines.
func goList(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := runGo(houseOf(t).root, append([]string{"list"}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

func runGo(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w: %s", strings.Join(args, " "), err, complaint.String())
	}
	return out, nil
}
