package com.dataenginex.command;

import com.dataenginex.config.Setting;
import com.dataenginex.config.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the help has below the commands: environment variables and exit codes, at most 80 columns wide. */
final class HelpText {
    private static final int WIDTH = 80;
    private static final int SECOND_COLUMN = 25;

    private final Program program;

    HelpText(Program program) {
        this.program = program;
    }

    void addTo(UsageMessageSpec usage) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.meaning());
        }
        usage.commandListHeading("%nCommands:%n").exitCodeListHeading("%nExit codes:%n").exitCodeList(codes)
                .footerHeading("%nEnvironment variables, with their keys and defaults; config prints all keys:%n")
                .footer(variables());
    }

    private String[] variables() {
        Settings defaults = program.settings(Map.of());
        List<String> lines = new ArrayList<>();
        row("ENVIRONMENT", "dev, stage or prod: which file of overrides is read; dev", lines);
        defaults.known().stream().filter(setting -> !setting.variable().isEmpty())
                .sorted(Comparator.comparing(Setting::variable)).forEach(setting -> {
                    String value = defaults.defaultOf(setting.key());
                    row(setting.variable(), setting.key() + "; " + (value.isEmpty() ? "not set" : value), lines);
                });
        String prefix = defaults.sources().prefix();
        row(defaults.sources().fileVariable(), "a YAML file with keys that override the defaults; not set", lines);
        row(prefix + "<KEY>", "any other key, in capitals with _ for . and -: server.max-streams is " + prefix
                + "SERVER_MAX_STREAMS", lines);
        row("NO_COLOR", "with any value: no colours in the log", lines);
        row("OTEL_*", "what OpenTelemetry reads itself; in traces they override the keys", lines);
        // picocli takes a percent sign and an at sign with a bar for its own.
        return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
    }

    private static void row(String name, String meaning, List<String> lines) {
        StringBuilder line = new StringBuilder(
                "  " + name + " ".repeat(Math.max(1, SECOND_COLUMN - 2 - name.length())));
        for (String word : meaning.split(" ")) {
            if (line.length() + word.length() > WIDTH - 1) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(" ".repeat(SECOND_COLUMN));
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
    }
}
