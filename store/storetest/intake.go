package storetest

import (
	"fmt"
	"slices"
	"sync"

	"redress/flows"
	"redress/flows/complaint"
)

var intake = map[string]func(*desk){
	"the same source twice is one event": func(d *desk) {
		first := d.accept("tg:1")
		again, err := d.s.Accept(d.ctx, []complaint.Event{d.said("tg:1", ann, "hello"), d.said("tg:2", ann, "more")})
		d.must(err)
		if len(again) != 1 || again[0].Source != "tg:2" || again[0].ID <= first.ID {
			d.Errorf("accepted again: %d events, want only tg:2 with a higher ID", len(again))
		}
		if n := len(d.unfinished()); n != 2 {
			d.Errorf("%d events are unfinished, want 2", n)
		}
	},
	"what is accepted comes back as it was": func(d *desk) {
		ev := d.said("tg:1", ann, "The kettle leaks")
		ev.Thread, ev.Message.ReplyTo = 7, 3
		ev.Message.Attachments = []complaint.Attachment{{Kind: "photo", FileID: "abc", Size: 12}}
		_, err := d.s.Accept(d.ctx, []complaint.Event{ev})
		d.must(err)
		got := d.unfinished()[0]
		if got.Source != ev.Source || got.Message.Text != ev.Message.Text || !got.At.Equal(ev.At) || got.Thread != 7 ||
			got.Message.ReplyTo != 3 || !slices.Equal(got.Message.Attachments, ev.Message.Attachments) || got.From != ev.From {
			d.Errorf("came back as %+v", got)
		}
	},
	"text that cannot be stored is made storable": func(d *desk) {
		fresh, err := d.s.Accept(d.ctx, []complaint.Event{d.said("tg:1", ann, "a\x00b\xffc")})
		d.must(err)
		if got := fresh[0].Message.Text; got != "ab\uFFFDc" {
			d.Errorf("text is %q", got)
		}
		if got := d.unfinished()[0].Message.Text; got != "ab\uFFFDc" {
			d.Errorf("stored text is %q", got)
		}
	},
	"the offset is kept with the events": func(d *desk) {
		if _, ok, err := d.s.Offset(d.ctx); ok || err != nil {
			d.Fatalf("an empty store has an offset: %v, %v", ok, err)
		}
		_, err := d.s.AcceptBatch(d.ctx, []complaint.Event{d.said("tg:41", ann, "x")}, 42)
		d.must(err)
		d.s = d.start()
		offset, ok, err := d.s.Offset(d.ctx)
		d.must(err)
		if !ok || offset != 42 || len(d.unfinished()) != 1 {
			d.Errorf("offset %d, %v, %d events", offset, ok, len(d.unfinished()))
		}
	},
	"a poison update is kept and in nobody's way": func(d *desk) {
		d.must(d.s.Quarantine(d.ctx, "tg:1", []byte("{\"broken\x00"), "cannot be decoded"))
		d.must(d.s.Quarantine(d.ctx, "tg:1", []byte("{\"broken\x00"), "cannot be decoded"))
		if n := len(d.unfinished()); n != 0 {
			d.Errorf("%d events are unfinished", n)
		}
		again, err := d.s.Accept(d.ctx, []complaint.Event{d.said("tg:1", ann, "x")})
		d.must(err)
		if len(again) != 0 {
			d.Error("its source was accepted a second time")
		}
	},
	"unfinished events come in order, page by page": func(d *desk) {
		for i := range 5 {
			d.accept(fmt.Sprint("tg:", i))
		}
		page, err := d.s.Unfinished(d.ctx, 0, 3)
		d.must(err)
		rest, err := d.s.Unfinished(d.ctx, page[len(page)-1].ID, 3)
		d.must(err)
		got := []string{}
		for _, ev := range append(page, rest...) {
			got = append(got, ev.Source)
		}
		if want := []string{"tg:0", "tg:1", "tg:2", "tg:3", "tg:4"}; !slices.Equal(got, want) {
			d.Errorf("got %v", got)
		}
	},
	"events accepted at once are all there, once": func(d *desk) {
		var wait sync.WaitGroup
		for i := range 40 {
			wait.Go(func() {
				if _, err := d.s.Accept(d.ctx, []complaint.Event{d.said(fmt.Sprint("tg:", i/2), ann, "x")}); err != nil {
					d.Error(err)
				}
			})
		}
		wait.Wait()
		if n := len(d.unfinished()); n != 20 {
			d.Errorf("%d events, want 20", n)
		}
	},
	"nothing is lost when the process dies": func(d *desk) {
		d.do("tg:1", flows.Result{Session: &complaint.Session{Chat: ann, Stage: complaint.Listening},
			Outbox: []complaint.Outbound{{Key: "k", Op: complaint.Say, Chat: ann, Text: complaint.Words("hi")}}})
		d.accept("tg:2")
		d.s = d.start() // without Close
		if got := d.unfinished(); len(got) != 1 || got[0].Source != "tg:2" {
			d.Errorf("%d events are unfinished, want tg:2", len(got))
		}
		if d.load(flows.Want{Customer: ann}).Session.Stage != complaint.Listening {
			d.Error("the session is lost")
		}
		if p := d.leaseOne(); p.Key != "k" {
			d.Errorf("leased %s", p.Key)
		}
	},
}
