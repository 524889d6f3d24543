package llm

import (
	"context"
	"errors"
	"fmt"

	openai "github.com/sashabaranov/go-openai"
)

// ErrNoEmbedding tells that no embedding model is configured.
var ErrNoEmbedding = errors.New("no embedding model is configured")

const mostEmbedded = 64 // texts in one request

// Embed turns texts, free of personal data, into vectors of one length, in their order. It
// needs Config.Embedding and counts against the same budget and slots as Fill.
func (c *Client) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	switch {
	case c.conf.Embedding == "":
		return nil, ErrNoEmbedding
	case len(texts) == 0 || len(texts) > mostEmbedded:
		return nil, fmt.Errorf("%w: %d texts, at most %d", ErrUnreadable, len(texts), mostEmbedded)
	}
	ctx, cancel := context.WithTimeout(ctx, c.conf.Timeout)
	defer cancel()
	tokens := 0
	for _, t := range texts {
		tokens += len([]rune(t))
	}
	var vectors [][]float32
	_, err := c.spend(ctx, 0, tokens, func() (Answer, error) {
		resp, err := c.api.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{Input: texts, Model: openai.EmbeddingModel(c.conf.Embedding)})
		if err != nil {
			return Answer{}, c.translate(err, resp.Header())
		}
		vectors, err = inOrder(resp.Data, len(texts))
		return Answer{Tokens: resp.Usage.TotalTokens}, err
	})
	return vectors, err
}

// inOrder sorts vectors by their index; all must be there, and of one length.
func inOrder(data []openai.Embedding, n int) ([][]float32, error) {
	out := make([][]float32, n)
	for _, d := range data {
		if d.Index < 0 || d.Index >= n || len(d.Embedding) == 0 || len(d.Embedding) != len(data[0].Embedding) {
			return nil, fmt.Errorf("%w: vectors of different kinds", ErrUnreadable)
		}
		out[d.Index] = d.Embedding
	}
	for _, v := range out {
		if v == nil {
			return nil, fmt.Errorf("%w: vectors are missing", ErrUnreadable)
		}
	}
	return out, nil
}
