package app

import (
	"context"

	"redress/bot/chart"
	"redress/flows/complaint"
)

// files makes what is attached to messages, when they are sent.
type files struct{ charts *chart.Drawer }

// File draws a chart. Whatever else is asked for does not exist.
func (f files) File(_ context.Context, o complaint.Outbound) ([]byte, error) {
	if o.File.Chart == nil {
		return nil, complaint.Errorf(complaint.NotFound, "no file is called %q", o.File.ID)
	}
	return f.charts.Draw(*o.File.Chart)
}
