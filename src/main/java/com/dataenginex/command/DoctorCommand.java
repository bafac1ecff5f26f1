package com.dataenginex.command;

import com.dataenginex.config.Redaction;
import com.dataenginex.doctor.Doctor;
import com.dataenginex.doctor.DoctorConfig;
import com.dataenginex.doctor.Finding;
import com.dataenginex.doctor.Place;
import com.dataenginex.doctor.Report;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Each URL may hold credentials and a path; what is neither given here nor by its key is skipped. */
@Command(name = "doctor", description = "Sends one marked request and finds it again in all that reads the telemetry.")
public final class DoctorCommand implements Callable<Integer> {
    private final Program program;
    @Spec
    private CommandSpec spec;
    @Option(names = "--service", paramLabel = "URL", description = "The service; by default on this machine, on its port.")
    private String service;
    @Option(names = "--admin", paramLabel = "URL", description = "Its probes and metrics, if they have a port of their own.")
    private String admin;
    @Option(names = "--prometheus", paramLabel = "URL", description = "Prometheus.")
    private String prometheus;
    @Option(names = "--alertmanager", paramLabel = "URL", description = "Alertmanager.")
    private String alertmanager;
    @Option(names = "--collector", paramLabel = "URL", description = "A collector's metrics about itself, on port 8888.")
    private String collector;
    @Option(names = "--jaeger", paramLabel = "URL", description = "Jaeger's query API, on port 16686.")
    private String jaeger;
    @Option(names = "--tempo", paramLabel = "URL", description = "Tempo.")
    private String tempo;
    @Option(names = "--loki", paramLabel = "URL", description = "Loki.")
    private String loki;
    @Option(names = "--victorialogs", paramLabel = "URL", description = "VictoriaLogs.")
    private String victorialogs;
    @Option(names = "--grafana", paramLabel = "URL", description = "Grafana; for its dashboards with credentials.")
    private String grafana;
    @Option(names = "--wait", paramLabel = "TIME", description = "How long it may take to arrive, such as 90s; key doctor.wait.")
    private String wait;
    @Option(names = {"-o",
        "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text, short (only what is wrong) or json. ${DEFAULT-VALUE}.")
    private String output;

    public DoctorCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        Report report = report();
        DoctorConfig config = program.doctor().with(places(), time());
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = new Doctor(program.subject(), config).run(report.live(out));
        report.end(findings, out);
        return (Report.succeeded(findings) ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private Report report() {
        try {
            return Report.valueOf(output.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong("--output", output, "text, short or json");
        }
    }

    private Map<Place, URI> places() {
        Map<Place, URI> places = new EnumMap<>(Place.class);
        put(places, Place.SERVICE, service);
        put(places, Place.ADMIN, admin);
        put(places, Place.PROMETHEUS, prometheus);
        put(places, Place.ALERTMANAGER, alertmanager);
        put(places, Place.COLLECTOR, collector);
        put(places, Place.JAEGER, jaeger);
        put(places, Place.TEMPO, tempo);
        put(places, Place.LOKI, loki);
        put(places, Place.VICTORIALOGS, victorialogs);
        put(places, Place.GRAFANA, grafana);
        return places;
    }

    private void put(Map<Place, URI> places, Place place, String text) {
        if (text == null) {
            return;
        }
        URI url = DoctorConfig.url(text);
        if (url == null) {
            boolean lacksScheme = !text.contains("://") && DoctorConfig.url("http://" + text) != null;
            throw wrong("--" + place.option(), text,
                    DoctorConfig.ALLOWED + (lacksScheme ? ", such as http://" + Redaction.credentials(text) : ""));
        }
        places.put(place, url);
    }

    /** Null if it is not given. */
    private Duration time() {
        if (wait == null) {
            return null;
        }
        try {
            Duration time = Duration.parse(wait.matches("\\d{1,6}[smh]") ? "PT" + wait : wait);
            if (!time.isNegative() && time.compareTo(DoctorConfig.LONGEST_WAIT) <= 0) {
                return time;
            }
        } catch (RuntimeException e) {
            // Said below.
        }
        throw wrong("--wait", wait, "0s to 1h, or an ISO-8601 duration such as PT1M");
    }

    private ParameterException wrong(String option, String value, String allowed) {
        return new ParameterException(spec.commandLine(), option + " = \"" + Redaction.credentials(value)
                + "\" is not allowed; allowed: " + allowed);
    }
}
