package com.dataenginex.doctor;

/** Where a document helps; a percent sign stands for the name with which the runbook's alerts begin. */
public enum Hint {
    SERVICE("DEPLOY_RUNBOOK.md#%down"), //
    READY("DEPLOY_RUNBOOK.md#%notready"), //
    VERSION("DEPLOY_RUNBOOK.md#deploy"), //
    METRICS("OBSERVABILITY.md#metrics-do-not-appear"), //
    TARGET("DEPLOY_RUNBOOK.md#%targetdown"), //
    ENVIRONMENT("DEPLOY_RUNBOOK.md#%wrongenvironment"), //
    EXEMPLARS("OBSERVABILITY.md#prometheus"), //
    RULES("DEPLOY_RUNBOOK.md#reload-rules"), //
    THRESHOLDS("OBSERVABILITY.md#alerts"), //
    WATCHDOG("DEPLOY_RUNBOOK.md#%watchdog"), //
    ALERTS("OBSERVABILITY.md#an-alert-did-not-arrive"), //
    SAMPLING("OBSERVABILITY.md#traces"), //
    TRACES("DEPLOY_RUNBOOK.md#%telemetrylost"), //
    JAEGER("OBSERVABILITY.md#the-service-does-not-appear-in-jaeger"), //
    LOGS("OBSERVABILITY.md#logs"), //
    CLOCK("OBSERVABILITY.md#clocks"), //
    DASHBOARDS("OBSERVABILITY.md#grafana-dashboards");

    private final String place;

    Hint(String place) {
        this.place = place;
    }

    /** The document below the folder of documents, with its anchor. */
    public String place(String product) {
        return place.replace("%", product);
    }
}
