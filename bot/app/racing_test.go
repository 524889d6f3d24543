//go:build race

package app

// racing makes everything several times as slow.
const racing = true
