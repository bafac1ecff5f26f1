package com.dataenginex.support;

import com.dataenginex.infra.Infra;
import java.nio.file.Path;

/**
 * The programs of Prometheus and Alertmanager in the versions that the compose file ships, which .ci/run builds from their Go
 * modules; where Go is absent, those of the system's packages.
 */
public enum MonitoringTool {
    PROMETHEUS("prometheus", "prometheus", "prometheus"), //
    PROMTOOL("prometheus", "promtool", "promtool"), //
    ALERTMANAGER("alertmanager", "alertmanager", "prometheus-alertmanager"), //
    AMTOOL("alertmanager", "amtool", "amtool");

    private final String service;
    private final String program;
    private final String packaged;

    MonitoringTool(String service, String program, String packaged) {
        this.service = service;
        this.program = program;
        this.packaged = packaged;
    }

    /** Skips the test where neither is installed. */
    public Path require() {
        return Tool.requireBuilt(shipped(), packaged);
    }

    /** Its name with its version, as .ci/run builds it. */
    public String shipped() {
        return program + "-" + Infra.yaml(Infra.FOLDER.resolve("docker-compose.yml"))
                .at("/services/" + service + "/image").asText().replaceFirst(".*:v", "");
    }
}
