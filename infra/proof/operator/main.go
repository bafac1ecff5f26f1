// What the Prometheus operator makes of a ServiceMonitor: reads one from stdin as YAML, writes the Prometheus
// configuration that the operator's own generator gives to stdout.
package main

import (
	"fmt"
	"io"
	"os"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"github.com/prometheus-operator/prometheus-operator/pkg/assets"
	"github.com/prometheus-operator/prometheus-operator/pkg/prometheus"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/yaml"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	var monitor monitoring.ServiceMonitor
	if err := yaml.UnmarshalStrict(text, &monitor); err != nil {
		return err
	}
	server := &monitoring.Prometheus{}
	server.Namespace = "monitoring"
	server.Spec.ScrapeInterval = "30s"
	server.Spec.EvaluationInterval = "30s"
	generator, err := prometheus.NewConfigGenerator(nil, server)
	if err != nil {
		return err
	}
	objects := fake.NewSimpleClientset().CoreV1()
	config, err := generator.GenerateServerConfiguration(server,
		map[string]*monitoring.ServiceMonitor{monitor.Namespace + "/" + monitor.Name: &monitor},
		nil, nil, nil, assets.NewStoreBuilder(objects, objects), nil, nil, nil, nil)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(config)
	return err
}
