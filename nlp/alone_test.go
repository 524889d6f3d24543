package nlp

import (
	"context"
	"testing"

	"redress/flows/complaint"
	"redress/nlp/llm"
)

func TestModelAlone(t *testing.T) {
	t.Parallel()
	s := serve(t, reply{content: goodForm}, reply{status: 401, raw: `{}`})
	u := asked(t, s, llm.Config{})
	alone, ok := u.Alone()
	if !ok {
		t.Fatal("there is a model")
	}
	in := complaint.Inquiry{Texts: []string{leak}, Now: monday, Customer: 7}
	got := alone.Triage(context.Background(), in)
	if got.Source != "model" || got.Kind != complaint.KindComplaint || got.Category != "facility_environment" || len(got.Facts) != 1 || got.Fields["wish"] != "repair" || len(got.Disagree) != 0 {
		t.Errorf("%+v", got)
	}
	if spent := u.Spent(); spent.Calls != 1 || spent.Prompt != tokensOfReply-100 || spent.Tokens != tokensOfReply {
		t.Errorf("spent %+v", spent)
	}
	if got := alone.Triage(context.Background(), in); got.Source != "" || got.Kind != "" {
		t.Errorf("a model that fails said %+v", got)
	}
	if _, ok := shared().Alone(); ok || shared().Spent() != (llm.Spent{}) {
		t.Error("there is no model, and it cost nothing")
	}
}
