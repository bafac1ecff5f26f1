package com.dataenginex.command;

import com.dataenginex.debug.DebugConfig;
import com.dataenginex.debug.SignedHeader;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "debug-header", description = "Prints a header by which one request is traced and logged in full.")
public final class DebugHeaderCommand implements Callable<Integer> {
    private final Program program;
    @Spec
    private CommandSpec spec;
    @Option(names = "--path", required = true, paramLabel = "PATH", description = "The request's path, without the query.")
    private String path;
    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "GET", description = "The request's method; ${DEFAULT-VALUE}.")
    private String method;
    @Option(names = "--ttl", paramLabel = "TIME", defaultValue = "10m", description = "How long it is good, such as 90s or 10m; at most 15m. ${DEFAULT-VALUE}.")
    private String ttl;

    public DebugHeaderCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        SignedHeader header = program.debug().header(Clock.systemUTC());
        if (!header.isOn()) {
            spec.commandLine().getErr().println(DebugConfig.KEY
                    + " is not set: give this command the same key as the service");
            return ExitCode.CONFIGURATION.number();
        }
        if (!SignedHeader.canSign(path)) {
            throw wrong("--path", path, "a path such as /api/items, without a query, as the client sends it");
        }
        Duration time = TimeOption.parse(ttl);
        if (time == null || time.toSeconds() < 1 || time.compareTo(SignedHeader.LONGEST) > 0) {
            throw wrong("--ttl", ttl, "1s to 15m, or an ISO-8601 duration such as PT10M");
        }
        spec.commandLine().getOut()
                .println(DebugConfig.HEADER + ": " + header.sign(method.toUpperCase(Locale.ROOT), path, time));
        return ExitCode.DONE.number();
    }

    private ParameterException wrong(String option, String value, String allowed) {
        return new ParameterException(spec.commandLine(),
                option + " = \"" + value + "\" is not allowed; allowed: " + allowed);
    }
}
