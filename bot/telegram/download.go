package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-telegram/bot"
)

// ErrTooBig tells that a file is larger than asked for.
var ErrTooBig = errors.New("telegram: the file is too big")

// Download fetches a file of at most so many bytes into memory. Telegram gives bots files of
// up to 20 MB (TG-09). No error of it carries the token.
func (c *Client) Download(ctx context.Context, fileID string, most int64) ([]byte, error) {
	a := c.call(ctx, func(ctx context.Context) error {
		_, err := c.api.GetFile(ctx, &bot.GetFileParams{FileID: fileID})
		return err
	})
	if err := a.err("getFile"); err != nil {
		return nil, err
	}
	f := decode[struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}](a.Result)
	switch {
	case f.Size > most:
		return nil, ErrTooBig
	case f.Path == "" || strings.HasPrefix(f.Path, "/") || strings.Contains(f.Path, "..") || strings.ContainsAny(f.Path, "\\?#:"):
		return nil, errors.New("telegram: the file has no path to be fetched from")
	}
	return c.fetch(ctx, f.Path, most)
}

func (c *Client) fetch(ctx context.Context, path string, most int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.files+(&url.URL{Path: path}).EscapedPath(), nil)
	if err != nil {
		return nil, errors.New("telegram: the file has no path to be fetched from")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("telegram: file: %w", bare(err))
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("telegram: file: status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("telegram: file: %w", bare(err))
	case int64(len(data)) > most:
		return nil, ErrTooBig
	}
	return data, nil
}
