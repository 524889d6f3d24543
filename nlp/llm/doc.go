// Package llm asks a language model behind an OpenAI-compatible server to fill in one
// form about one complaint. It takes whatever comes back for untrusted: closed lists, size
// limits, deadlines, a breaker, a budget. It has no tools and no memory.
package llm
