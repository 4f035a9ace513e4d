// peer.go - the Go library answers lines "PORT IP HELO SENDER" with
// "RESULT TEXT".
package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"strings"

	"blitiri.com.ar/go/spf"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		word := strings.Split(in.Text(), " ")
		resolver := &net.Resolver{
			PreferGo: true,
			Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				var d net.Dialer
				return d.DialContext(ctx, network, "127.0.0.1:"+word[0])
			},
		}
		result, err := spf.CheckHostWithSender(net.ParseIP(word[1]),
			word[2], word[3], spf.WithResolver(resolver))
		fmt.Printf("%s %v\n", result, err)
	}
}
