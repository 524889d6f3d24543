package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"redress/flows/policy"
)

// Local, model and both are measured on the same lines.
func TestUnderstandMeasuresLocalModelAndBoth(t *testing.T) {
	t.Parallel()
	o := openOracle(t, &oracle{chat: answers(strings.Replace(formFull, `"category":"none"`, `"category":"billing_refund"`, 1))})
	file := filepath.Join(t.TempDir(), "rows.jsonl")
	if err := os.WriteFile(file, []byte(`{"id":"1","lang":"en","text":"`+twice+`","kind":"complaint","category":"billing_refund","source":"x"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{"OPENAI_BASE_URL=" + o.url, "OPENAI_API_KEY=key", "OPENAI_MODEL=small"}
	for with, want := range map[string]string{
		"local": "by the local understanding alone 1, by the model alone 0, by both 0", "model": "by the model alone 1", "both": "by both 1",
	} {
		var out, errs bytes.Buffer
		code := Main(t.Context(), []string{"understand", "--eval", file, "--taxonomy", "common", "--with", with}, environ, nil, &out, &errs)
		if code != 0 || !strings.Contains(out.String(), want) || !strings.Contains(out.String(), "expected calibration error") {
			t.Errorf("%s: exit %d, %s\n%s", with, code, errs.String(), out.String())
		}
	}
	if n := o.count("chat"); n != 2 {
		t.Errorf("the model was asked %d times, want once by itself and once with the local view", n)
	}
	for args, environ := range map[string][]string{"--with model": nil, "--with nobody": environ} {
		var out, errs bytes.Buffer
		if code := Main(t.Context(), append([]string{"understand"}, strings.Fields(args)...), environ, strings.NewReader(""), &out, &errs); code == 0 || errs.Len() == 0 {
			t.Errorf("%s: exit %d, %q", args, code, errs.String())
		}
	}
}

func TestUnderstandGoesOnAfterABadLine(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	code := Main(t.Context(), []string{"understand"}, nil, strings.NewReader("x\n{\"id\":\"a\",\"text\":\"the lift is stuck\"}\n"), &out, &errs)
	if code != 1 || !strings.Contains(errs.String(), "line 1: ") || !strings.Contains(out.String(), `"id":"a"`) {
		t.Errorf("exit %d\n%s\n%s", code, out.String(), errs.String())
	}
}

func TestDoctorTellsWherePolicyAndModelsDoNotMeet(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	d := &doctor{cfg: Config{OpenAIVision: "eye"}, out: &out}
	d.media(policy.Media{Voice: true})
	for _, part := range []string{"OPENAI_TRANSCRIPTION_MODEL: not set", `OPENAI_VISION_MODEL: not used, because the policy does not say "media: {photos: true}"`} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in\n%s", part, out.String())
		}
	}
	out.Reset()
	d.cfg.OpenAITranscription = "ear"
	d.media(policy.Media{Voice: true, Photos: true})
	if out.Len() > 0 || d.faults > 0 {
		t.Errorf("all is well, but:\n%s", out.String())
	}
}
