package redisstore

import (
	"errors"
	"fmt"
	neturl "net/url"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// dialer makes the client that url asks for. Its errors do not show the password.
func dialer(url string) (redis.UniversalClient, error) {
	o, err := options(url)
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL is not understood (%w); use redis://user:password@host:6379/0", err)
	}
	// Nothing is sent twice by itself: what is not idempotent would be done twice.
	o.MaxRetries, o.DialerRetries = -1, 1
	o.ContextTimeoutEnabled = true
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = callTimeout, callTimeout, callTimeout, callTimeout
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewUniversalClient(o), nil
}

func options(url string) (*redis.UniversalOptions, error) {
	u, err := neturl.Parse(url)
	if err != nil {
		return nil, errors.New("not a URL")
	}
	switch query := u.Query(); {
	case query.Has("master_name"):
		return sentinelOptions(url)
	case query.Has("addr"):
		return clusterOptions(url)
	}
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, harmless(err)
	}
	return &redis.UniversalOptions{
		Addrs: []string{o.Addr}, DB: o.DB, Username: o.Username, Password: o.Password, TLSConfig: o.TLSConfig, PoolSize: o.PoolSize,
	}, nil
}

func sentinelOptions(url string) (*redis.UniversalOptions, error) {
	o, err := redis.ParseFailoverURL(url)
	if err != nil {
		return nil, harmless(err)
	}
	return &redis.UniversalOptions{
		Addrs: o.SentinelAddrs, MasterName: o.MasterName, DB: o.DB, Username: o.Username, Password: o.Password,
		SentinelUsername: o.SentinelUsername, SentinelPassword: o.SentinelPassword, TLSConfig: o.TLSConfig, PoolSize: o.PoolSize,
	}, nil
}

func clusterOptions(url string) (*redis.UniversalOptions, error) {
	o, err := redis.ParseClusterURL(url)
	if err != nil {
		return nil, harmless(err)
	}
	return &redis.UniversalOptions{
		Addrs: o.Addrs, IsClusterMode: true, Username: o.Username, Password: o.Password, TLSConfig: o.TLSConfig, PoolSize: o.PoolSize,
	}, nil
}

// harmless takes the URL out of an error.
func harmless(err error) error {
	var u *neturl.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
