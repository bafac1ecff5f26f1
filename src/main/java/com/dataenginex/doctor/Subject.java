package com.dataenginex.doctor;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What is examined; only the product can say it.
 *
 * @param name of the service: in spans, in the label {@code app}, in the anchors of the runbook
 * @param metricPrefix of {@code …_build_info}
 * @param ruleFiles the shipped rules, on the class path
 * @param watchdog the alert that always fires
 * @param receivers that Alertmanager must have
 * @param dashboards uids that Grafana should have
 * @param documents URL or path of the folder of documents, for hints
 * @param otlpEndpoint where this configuration sends spans to, if it says so
 * @param otlpProtocol {@code grpc} or {@code http/protobuf}
 */
public record Subject(String name, String metricPrefix, List<String> ruleFiles, String watchdog, List<String> receivers,
        List<String> dashboards, String documents, Optional<URI> otlpEndpoint, String otlpProtocol) {
}
