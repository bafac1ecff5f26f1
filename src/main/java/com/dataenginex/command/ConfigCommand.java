package com.dataenginex.command;

import com.dataenginex.config.EffectiveSetting;
import com.dataenginex.config.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "config", description = "Prints every setting and where its value comes from.")
public final class ConfigCommand implements Callable<Integer> {
    private final Program program;
    @Spec
    private CommandSpec spec;
    @Option(names = "--check", description = "Only says whether the configuration is valid; starts nothing.")
    private boolean check;

    public ConfigCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        Settings settings = program.settings(program.variables());
        settings.check();
        program.check();
        List<EffectiveSetting> all = settings.effective();
        PrintWriter out = spec.commandLine().getOut();
        if (check) {
            out.println("The configuration is valid: environment " + settings.environment() + ", " + all.size()
                    + " settings");
        } else {
            print(settings, all, out);
        }
        return ExitCode.DONE.number();
    }

    private void print(Settings settings, List<EffectiveSetting> all, PrintWriter out) {
        out.println("# environment " + settings.environment() + ", "
                + (settings.variables("ENVIRONMENT").containsKey("ENVIRONMENT")
                        ? "from environment variable ENVIRONMENT"
                        : "the default"));
        for (EffectiveSetting setting : all) {
            out.println(setting.key() + ": " + setting.value() + "  # " + setting.source());
        }
        TreeSet<String> standard = new TreeSet<>(settings.variables("OTEL_").keySet());
        if (!standard.isEmpty()) {
            out.println("# OpenTelemetry also reads " + String.join(", ", standard));
        }
    }
}
