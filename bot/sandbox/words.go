package sandbox

// beside is a bubble with the words around it; placed a conversation in its pane.
type (
	beside struct {
		View   *view
		Bubble bubble
	}
	placed struct {
		View *view
		Talk talk
		Pane string
	}
)

// Beside gives a bubble to its template.
func (v *view) Beside(b bubble) beside { return beside{v, b} }

// With gives a conversation to its template.
func (v *view) With(t talk, pane string) placed { return placed{v, t, pane} }

// Empty says what an empty conversation is for.
func (v *view) Empty(pane string, t talk) string {
	if pane == "staff" && t.Topic != 0 {
		return ""
	}
	return v.T("empty_"+pane, "name", t.Title)
}

// Placeholder invites to write.
func (v *view) Placeholder(pane string, t talk) string {
	switch {
	case pane == "customers":
		return v.T("write_as", "name", t.Title)
	case pane == "staff" && t.Topic != 0:
		return v.T("write_topic")
	}
	return v.T("write_group")
}

// StoryTitle is the name of the story being played.
func (v *view) StoryTitle() string {
	for _, st := range v.Stories {
		if st.Name == v.Playing.Name {
			return st.Title
		}
	}
	return ""
}

// StoryStep says what happens in it just now.
func (v *view) StoryStep() string {
	switch v.Playing.State {
	case stateEnded:
		return v.T("story_ended")
	case stateFailed:
		return v.T("story_failed")
	case statePaused:
		return v.T("story_paused")
	}
	return v.T("step_"+v.Playing.Step, "who", nameOf(v.users[v.Playing.Who]))
}
