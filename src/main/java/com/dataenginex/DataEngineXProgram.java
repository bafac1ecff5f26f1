package com.dataenginex;

import com.dataenginex.command.ConfigCommand;
import com.dataenginex.command.DebugHeaderCommand;
import com.dataenginex.command.DoctorCommand;
import com.dataenginex.command.DrillCommand;
import com.dataenginex.command.ExitCode;
import com.dataenginex.command.HealthcheckCommand;
import com.dataenginex.command.Program;
import com.dataenginex.command.ServeCommand;
import com.dataenginex.config.ConfigException;
import com.dataenginex.config.Settings;
import com.dataenginex.debug.DebugConfig;
import com.dataenginex.doctor.DoctorConfig;
import com.dataenginex.doctor.Place;
import com.dataenginex.doctor.Subject;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.exercise.Promises;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.log.Log;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.Service;
import com.dataenginex.service.Signals;
import com.dataenginex.service.StartException;
import com.dataenginex.tracing.TracingConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the command line asks of the product: its commands, its settings, and how it serves. */
final class DataEngineXProgram implements Program {
    private static final Log LOG = Log.of(DataEngineXProgram.class);

    /** Read at once: when the parent ends, another process becomes the parent. */
    private final Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    private final Map<String, String> variables;

    DataEngineXProgram(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    @Override
    public String name() {
        return "dataenginex";
    }

    @Override
    public String invocation() {
        return "java -jar dataenginex.jar";
    }

    @Override
    public String description() {
        return "An HTTP service with logs, metrics and traces of every request. Without a command it serves.";
    }

    @Override
    public BuildInfo build() {
        return BuildInfo.read();
    }

    @Override
    public List<Callable<Integer>> commands() {
        return List.of(new ServeCommand(this), new HealthcheckCommand(this), new ConfigCommand(this),
                new DebugHeaderCommand(this), new DoctorCommand(this), new DrillCommand(this));
    }

    @Override
    public Settings settings(Map<String, String> given) {
        Settings settings = new Settings(given, DataEngineX.CONFIG);
        AppConfig.read(settings);
        return settings;
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public HttpConfig http() {
        return AppConfig.load(variables).service().http();
    }

    @Override
    public DebugConfig debug() {
        return AppConfig.load(variables).service().debug();
    }

    @Override
    public DrillConfig drill() {
        return AppConfig.load(variables).service().drill();
    }

    @Override
    public Promises promises() {
        return Drills.promises(AppConfig.load(variables).objectives());
    }

    @Override
    public DoctorConfig doctor() {
        AppConfig config = AppConfig.load(variables);
        HttpConfig http = config.service().http();
        Map<Place, URI> places = new HashMap<>();
        if (!config.doctor().places().containsKey(Place.SERVICE)) {
            places.put(Place.SERVICE, URI.create("http://" + http.authority(http.port())));
            http.adminPort().ifPresent(port -> places.put(Place.ADMIN, URI.create("http://" + http.authority(port))));
        }
        places.putAll(config.doctor().places());
        return config.doctor().with(places, null);
    }

    @Override
    public Subject subject() {
        TracingConfig tracing = AppConfig.load(variables).service().tracing();
        return new Subject(name(), DataEngineX.PRODUCT.metricPrefix(), List.of("/rules/dataenginex-alerts.yml"),
                "DataEngineXWatchdog", List.of("critical-slack", "ops-email", "watchdog"),
                List.of("dex-logs", "dex-metrics", "dex-traces"),
                "https://github.com/dataenginex/dataenginex/blob/main/docs",
                Optional.of(tracing.endpoint()).filter(url -> !url.isEmpty()).map(URI::create), tracing.protocol());
    }

    @Override
    public void check() {
        DataEngineX.assemble(AppConfig.load(variables), build(), OutputStream.nullOutputStream()).build();
    }

    @Override
    public int serve() {
        Service service;
        try {
            service = DataEngineX.assemble(AppConfig.load(variables), build(), new FileOutputStream(FileDescriptor.out))
                    .begun(sinceStart()).build();
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return ExitCode.CONFIGURATION.number();
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            LOG.error("thread_failed", out -> out.text("thread", thread.getName()), thrown);
            service.noteFailure(thrown);
        });
        Runnable stop = once(() -> stop(service));
        Signals.onStop(stop);
        if (Boolean.getBoolean("dataenginex.stop-with-parent")) {
            parent.ifPresent(process -> process.onExit().thenRun(stop));
        }
        service.whenBroken(reason -> {
            service.stop();
            System.err.println(reason);
            System.exit(ExitCode.FAILED.number());
        });
        try {
            service.start();
        } catch (StartException e) {
            System.err.println(e.getMessage());
            return ExitCode.FAILED.number();
        }
        return ExitCode.DONE.number();
    }

    /** How long ago the JVM was started; the process may be older, if it was a shell before. */
    private static Duration sinceStart() {
        Duration since = Duration.ofMillis(System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime());
        return since.isNegative() ? Duration.ZERO : since;
    }

    /** Ctrl-C can be both a signal and the end of the parent. */
    private static Runnable once(Runnable work) {
        AtomicBoolean begun = new AtomicBoolean();
        return () -> {
            if (begun.compareAndSet(false, true)) {
                work.run();
            }
        };
    }

    private static void stop(Service service) {
        boolean clean = false;
        try {
            clean = service.stop();
        } finally {
            System.exit((clean ? ExitCode.DONE : ExitCode.CUT_OFF).number());
        }
    }
}
