// go-hello answers with a page at /, JSON at /api and its health at /healthz, from the standard library alone.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"log"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

var (
	started  = time.Now()
	answered atomic.Int64
	page     = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>It works: {{.App}}</title>
<body style="font: 16px/1.6 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
<h1>Hello from Go.</h1>
<p>Instance <code>{{.Host}}</code>, revision <code>{{.Revision}}</code>, {{.Runtime}}, request {{.Requests}}.</p>
<p>The same as JSON: <a href="/api">/api</a></p>
`))
)

type facts struct {
	App           string `json:"app"`
	Host          string `json:"host"`
	Revision      string `json:"revision"`
	Runtime       string `json:"runtime"`
	UptimeSeconds int    `json:"uptimeSeconds"`
	Requests      int64  `json:"requests"`
}

func main() {
	port := first(os.Getenv("PORT"), "8080")
	server := &http.Server{Addr: os.Getenv("HOST") + ":" + port, Handler: routes(), ReadHeaderTimeout: 10 * time.Second}

	// Told to stop: what is being answered is finished, and the exit code is 0.
	stopped := make(chan struct{})
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	go func() {
		defer close(stopped)
		log.Printf("%v: stopping", <-signals)
		limit, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		_ = server.Shutdown(limit)
	}()

	log.Printf("go-hello listens on port %s, revision %s", port, revision())
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	<-stopped
}

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/api", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(current())
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page.Execute(w, current())
	})
	return mux
}

func current() facts {
	host, _ := os.Hostname()
	return facts{"go-hello", host, revision(), runtime.Version(), int(time.Since(started).Seconds()), answered.Add(1)}
}

func revision() string {
	return first(os.Getenv("COMMIT_HASH"), os.Getenv("REVISION"), "local")
}

func first(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}
