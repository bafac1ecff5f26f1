// Holds dashboards to Grafana's own schema: grafana-schema FILE... prints each field that is unknown or of a wrong type, and
// exits with 1 if there is one. A field that is left out is Grafana's default, and no mistake.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	wrong := 0
	for _, file := range os.Args[1:] {
		for _, mistake := range check(file) {
			fmt.Println(file + ": " + mistake)
			wrong++
		}
	}
	fmt.Printf("%d dashboards, %d wrong\n", len(os.Args)-1, wrong)
	if wrong > 0 || len(os.Args) == 1 {
		os.Exit(1)
	}
}

func check(file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return []string{err.Error()}
	}
	var parsed dashboard.Dashboard
	err = parsed.UnmarshalJSONStrict(text)
	if err == nil {
		return nil
	}
	var errs cog.BuildErrors
	if !errors.As(err, &errs) {
		return []string{err.Error()}
	}
	var mistakes []string
	for _, one := range errs {
		if !strings.Contains(one.Error(), "required field is missing") {
			mistakes = append(mistakes, one.Error())
		}
	}
	return mistakes
}
