package complaint

// Chart is the picture of thirty days, in the words and the language of those who see it. It
// says what is shown; how it looks is up to who draws it.
type Chart struct {
	Title   string `json:"title"`
	Flow    Curves `json:"flow"`
	Kinds   Bars   `json:"kinds"`
	Ages    Bars   `json:"ages"`
	Ratings Scores `json:"ratings"`
}

// Curves are three numbers of each day, and what they are called.
type Curves struct {
	Title    string `json:"title"`
	Received string `json:"received"`
	Closed   string `json:"closed"`
	Open     string `json:"open"`
	Days     []Spot `json:"days"`
}

// Spot is one day.
type Spot struct {
	Label    string `json:"l"`
	Received int    `json:"r,omitempty"`
	Closed   int    `json:"c,omitempty"`
	Open     int    `json:"o,omitempty"`
}

// Bars compare counts.
type Bars struct {
	Title string `json:"title"`
	Bars  []Bar  `json:"bars"`
}

// Bar is one of them.
type Bar struct {
	Label string `json:"label"`
	N     int    `json:"n,omitempty"`
}

// Scores are mean ratings from 1 to 5; None is said where nobody answered at all.
type Scores struct {
	Title string `json:"title"`
	None  string `json:"none"`
	Weeks []Mean `json:"weeks"`
}

// Mean is the sum of N scores, and how N is said.
type Mean struct {
	Label string `json:"label"`
	Count string `json:"count"`
	N     int    `json:"n,omitempty"`
	Sum   int    `json:"sum,omitempty"`
}
