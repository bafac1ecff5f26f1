package com.dataenginex.command;

import com.dataenginex.config.Redaction;
import com.dataenginex.debug.SignedHeader;
import com.dataenginex.doctor.DoctorConfig;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.drill.DrillFault;
import com.dataenginex.exercise.Exercise;
import com.dataenginex.exercise.ExerciseOptions;
import com.dataenginex.exercise.DrillReport;
import com.dataenginex.exercise.DrillVerdict;
import com.dataenginex.service.Signals;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "drill", description = "Lets an alert fire on purpose, and times each step to the notification and back.")
public final class DrillCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final List<String> ENVIRONMENTS = List.of("dev", "stage", "prod");

    private final Program program;
    @Spec
    private CommandSpec spec;
    @Parameters(index = "0", paramLabel = "DRILL", description = "latency, errors, saturation, dependency or all.")
    private String drill;
    @Option(names = "--prometheus", required = true, paramLabel = "URL", description = "Prometheus.")
    private String prometheus;
    @Option(names = "--alertmanager", required = true, paramLabel = "URL", split = ",", description = "Alertmanager; each of them, if there are several.")
    private List<String> alertmanagers;
    @Option(names = "--service", paramLabel = "URL", description = "Where the requests go; else to the first target that Prometheus scrapes.")
    private String service;
    @Option(names = "--environment", paramLabel = "NAME", description = "dev, stage or prod; else ENVIRONMENT.")
    private String environment;
    @Option(names = "--path", paramLabel = "PATH", defaultValue = "/", description = "The requests' path; ${DEFAULT-VALUE}.")
    private String path;
    @Option(names = "--dependency", paramLabel = "NAME", defaultValue = "", description = "The dependency that is to fail; else the first soft one.")
    private String dependency;
    @Option(names = "--hard", description = "Lets a hard dependency fail: the instance is then not ready.")
    private boolean hard;
    @Option(names = "--max", paramLabel = "TIME", defaultValue = "20m", description = "When it is stopped at the latest; ${DEFAULT-VALUE}.")
    private String max;
    @Option(names = "--dry-run", description = "Only prints the plan.")
    private boolean dryRun;
    @Option(names = {"-o",
        "--output"}, paramLabel = "FORM", defaultValue = "text", description = "text, json or markdown; ${DEFAULT-VALUE}.")
    private String output;

    public DrillCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        DrillConfig config = program.drill();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ExerciseOptions options = options(config);
        DrillReport.Form form = form();
        SignedHeader header = config.header(Clock.systemUTC());
        if (!header.isOn()) {
            err.println(DrillConfig.KEY + " is not set: give this command the same key as the service");
            return ExitCode.CONFIGURATION.number();
        }
        Exercise exercise = new Exercise(options, program.promises(), header, line -> say(err, line));
        DrillReport plan = exercise.plan();
        boolean only = dryRun || plan.verdict() != DrillVerdict.PLANNED;
        // One document on stdout, so that a program can read it.
        say(only || form != DrillReport.Form.JSON ? out : err,
                plan.as(only ? form : DrillReport.Form.TEXT).stripTrailing());
        if (only) {
            return code(plan);
        }
        Signals.onStop(exercise::stop);
        DrillReport report = exercise.run();
        say(out, report.as(form).stripTrailing());
        return code(report);
    }

    private static Integer code(DrillReport report) {
        return (report.verdict().isGood() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private static void say(PrintWriter where, String text) {
        where.println(text);
        where.flush();
    }

    private ExerciseOptions options(DrillConfig config) {
        List<DrillFault> faults = drill.equals(ALL)
                ? List.of(DrillFault.values())
                : Arrays.stream(DrillFault.values()).filter(fault -> fault.toString().equals(drill)).toList();
        if (faults.isEmpty()) {
            throw wrong("DRILL", drill, "latency, errors, saturation, dependency or all");
        }
        String where = environment == null ? config.environment() : environment;
        if (!ENVIRONMENTS.contains(where)) {
            throw wrong("--environment", where, String.join(", ", ENVIRONMENTS));
        }
        if (!SignedHeader.canSign(path)) {
            throw wrong("--path", path, "a path such as /api/items, without a query, as the client sends it");
        }
        Duration time = TimeOption.parse(max);
        if (time == null || time.toSeconds() < 1) {
            throw wrong("--max", max, "a time such as 90s or 20m, or an ISO-8601 duration such as PT20M");
        }
        return new ExerciseOptions(faults, url("--prometheus", prometheus),
                alertmanagers.stream().map(one -> url("--alertmanager", one)).toList(),
                service == null ? null : url("--service", service), where, path, dependency, hard, time);
    }

    private URI url(String option, String text) {
        URI url = DoctorConfig.url(text);
        if (url == null) {
            throw wrong(option, Redaction.credentials(text), "http://host:port or https://host:port");
        }
        return url;
    }

    private DrillReport.Form form() {
        return Arrays.stream(DrillReport.Form.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(output)).findFirst()
                .orElseThrow(() -> wrong("--output", output, "text, json or markdown"));
    }

    private ParameterException wrong(String option, String value, String allowed) {
        return new ParameterException(spec.commandLine(),
                option + " = \"" + Redaction.target(value) + "\" is not allowed; allowed: " + allowed);
    }
}
