package com.dataenginex.infra;

import java.util.Map;
import java.util.Set;

/**
 * Metrics that a scrape of the service need not have, by their documentation: those of cAdvisor in the kubelet, of
 * kube-state-metrics, of Prometheus itself, of Alertmanager, and what only JDK 24 and newer give.
 */
final class ForeignMetrics {
    /** Their labels beside those of the target. */
    static final Map<String, Set<String>> LABELS = Map.of("up", Set.of(), "ALERTS",
            Set.of("alertname", "alertstate", "severity"), "container_memory_working_set_bytes",
            Set.of("namespace", "pod", "container"), "kube_pod_container_resource_limits",
            Set.of("namespace", "pod", "container", "resource"), "kube_pod_container_resource_requests",
            Set.of("namespace", "pod", "container", "resource"), "jvm_threads_virtual_live_threads",
            Set.of("scheduling_status"), "alertmanager_notification_requests_failed_total", Set.of("integration"));

    private ForeignMetrics() {
    }
}
