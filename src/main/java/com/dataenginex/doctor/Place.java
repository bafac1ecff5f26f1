package com.dataenginex.doctor;

import java.util.Locale;

/** Who can be asked; each has an option and a key {@code doctor.…}. */
public enum Place {
    SERVICE("the service"), //
    ADMIN("the service's admin port"), //
    PROMETHEUS("Prometheus"), //
    ALERTMANAGER("Alertmanager"), //
    COLLECTOR("the collector"), //
    JAEGER("Jaeger"), //
    TEMPO("Tempo"), //
    LOKI("Loki"), //
    VICTORIALOGS("VictoriaLogs"), //
    GRAFANA("Grafana");

    private final String title;

    Place(String title) {
        this.title = title;
    }

    /** For sentences. */
    public String title() {
        return title;
    }

    /** Such as {@code prometheus}, for the option and the key. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
