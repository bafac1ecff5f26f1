import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The development mode: compiles what changed, starts the service from its classes, and does so again after each change of a file.
 * {@code infra/dev} runs it as a source file, from the root of the project.
 */
final class Dev {
    private static final Path CLASSES = Path.of("target/classes");
    /** The files of the last compilation, a line for each; its time is that of the compilation's begin. */
    private static final Path COMPILED = Path.of("target/dev-compiled");
    /** The same, for a compilation that runs. */
    private static final Path COMPILING = Path.of("target/dev-compiling");
    /** The same, for the last build of {@code infra/run}. */
    private static final Path BUILT = Path.of("target/built");
    private static final String LIBRARIES = "target/libs/*";
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path CONFIG = Path.of("config");
    private static final Path OPENAPI = RESOURCES.resolve("openapi.yaml");
    private static final long LOOK_MILLIS = 300;
    /** Longer than the service's own deadlines for a stop. */
    private static final long STOP_SECONDS = 60;

    private final List<String> arguments;
    private Process service;
    private boolean ending;

    private Dev(List<String> arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Dev dev = new Dev(List.of(arguments));
        dev.onSignals();
        dev.watch();
    }

    private void watch() throws IOException, InterruptedException {
        Map<Path, FileTime> seen = files();
        if (build(false)) {
            start();
        }
        boolean over = false;
        while (true) {
            Thread.sleep(LOOK_MILLIS);
            Map<Path, FileTime> now = files();
            if (!now.equals(seen)) {
                seen = settled(now);
                over = false;
                if (build(true)) {
                    restart();
                }
            } else if (service != null && !service.isAlive() && !over) {
                over = true;
                say("the service has ended with exit code " + service.exitValue() + "; a change starts it again");
            }
        }
    }

    /** An editor or git may still be writing. */
    private static Map<Path, FileTime> settled(Map<Path, FileTime> files) throws IOException, InterruptedException {
        Map<Path, FileTime> before = files;
        while (true) {
            Thread.sleep(LOOK_MILLIS / 3);
            Map<Path, FileTime> now = files();
            if (now.equals(before)) {
                return now;
            }
            before = now;
        }
    }

    private static Map<Path, FileTime> files() throws IOException {
        Map<Path, FileTime> times = new HashMap<>();
        for (Path folder : List.of(SOURCES, RESOURCES, CONFIG)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    times.put(file, Files.getLastModifiedTime(file));
                }
            }
        }
        Path named = Path.of(System.getenv().getOrDefault("DEX_CONFIG", ""));
        if (Files.isRegularFile(named)) {
            times.put(named, Files.getLastModifiedTime(named));
        }
        return times;
    }

    /** Whether the classes are up to date now; the compiler's messages are on stderr. */
    private static boolean build(boolean changed) throws IOException, InterruptedException {
        long start = System.nanoTime();
        copyResources();
        if (isNewer(OPENAPI, CLASSES.resolve("openapi.json"))) {
            new ProcessBuilder(JAVA.toString(), "-XX:TieredStopAtLevel=1", "-cp", LIBRARIES,
                    "src/build/java/OpenApiJson.java", OPENAPI.toString(),
                    CLASSES.resolve("openapi.json").toString()).inheritIO().start().waitFor();
        }
        List<Path> sources = sources();
        Path last = isNewer(BUILT, COMPILED) ? BUILT : COMPILED;
        boolean stale = deleteWhatHasNoSource(last);
        for (Path source : sources) {
            stale |= isNewer(source, last);
        }
        if (!stale) {
            return true;
        }
        // Before the compiler reads the first file: what is saved from now on is newer.
        Files.write(COMPILING, files().keySet().stream().map(Path::toString).sorted().toList());
        if (!compile(sources)) {
            say("not compiled" + (changed ? "; the service goes on as it was" : "; a change tries again"));
            return false;
        }
        Files.move(COMPILING, COMPILED, StandardCopyOption.REPLACE_EXISTING);
        say("compiled " + sources.size() + " files in " + seconds(start) + " s");
        return true;
    }

    /** Whether a source is gone since that list was written; its classes and copies of resources go too. */
    private static boolean deleteWhatHasNoSource(Path list) throws IOException {
        boolean gone = false;
        for (Path file : Files.readAllLines(list).stream().map(Path::of).filter(Files::notExists).toList()) {
            if (file.startsWith(SOURCES)) {
                gone = true;
                deleteClasses(CLASSES.resolve(SOURCES.relativize(file)));
            } else if (file.startsWith(RESOURCES)) {
                Files.deleteIfExists(CLASSES.resolve(RESOURCES.relativize(file)));
            } else if (file.startsWith(CONFIG)) {
                Files.deleteIfExists(CLASSES.resolve(file));
            }
        }
        return gone;
    }

    /** The class and those in it, for the place where the source would be among the classes. */
    private static void deleteClasses(Path source) throws IOException {
        if (!Files.isDirectory(source.getParent())) {
            return;
        }
        String name = source.getFileName().toString().replaceFirst("\\.java$", "");
        try (Stream<Path> files = Files.list(source.getParent())) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches(Pattern.quote(name) + "(\\$.*)?\\.class")) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** All of them: a changed file may break any other. */
    private static boolean compile(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(messages, files, null,
                    List.of("--release", "21", "-parameters", "-proc:none", "-g", "-nowarn", "-Xmaxerrs", "10", "-d",
                            CLASSES.toString(), "-cp", libraries()),
                    null, files.getJavaFileObjectsFromPaths(sources)).call();
            System.err.print(messages);
            return done;
        }
    }

    /** The launcher of Java knows {@code *} in a class path; its compiler does not. */
    private static String libraries() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target/libs"))) {
            return files.map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
        }
    }

    /** What Maven fills in, it fills in at its next build. */
    private static void copyResources() throws IOException {
        for (Path file : files().keySet()) {
            Path target = file.startsWith(CONFIG)
                    ? CLASSES.resolve(file)
                    : file.startsWith(RESOURCES) ? CLASSES.resolve(RESOURCES.relativize(file)) : null;
            if (target != null && isNewer(file, target) && !file.endsWith("build.properties")) {
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean isNewer(Path file, Path than) throws IOException {
        return !Files.exists(than) || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
    }

    private synchronized void start() throws IOException {
        if (ending) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Ddataenginex.stop-with-parent=true", "-cp",
                CLASSES + System.getProperty("path.separator") + LIBRARIES,
                "com.dataenginex.launcher.Launcher"));
        command.addAll(arguments);
        service = new ProcessBuilder(command).inheritIO().start();
    }

    private void restart() throws IOException, InterruptedException {
        if (service != null) {
            service.destroy();
            service.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        }
        start();
    }

    /**
     * On Ctrl-C the terminal tells the service too, and a second signal would cut its stop short; SIGTERM comes to this process alone.
     */
    private void onSignals() {
        on("INT", () -> end(false));
        on("TERM", () -> end(true));
    }

    private void end(boolean tell) {
        Process last;
        synchronized (this) {
            ending = true;
            last = service;
        }
        try {
            if (last != null) {
                if (tell) {
                    last.destroy();
                }
                last.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            // It ends anyway.
        }
        Runtime.getRuntime().halt(last == null || last.isAlive() ? 1 : last.exitValue());
    }

    /** By reflection, since the compiler warns of {@code sun.misc.Signal} in a way that cannot be silenced. */
    private static void on(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(Dev.class.getClassLoader(), new Class<?>[]{type},
                    (self, method, args) -> {
                        new Thread(handler, "end").start();
                        return null;
                    });
            signal.getMethod("handle", signal, type).invoke(null, signal.getConstructor(String.class).newInstance(name),
                    proxy);
        } catch (ReflectiveOperationException e) {
            throw new UncheckedIOException(new IOException("This Java has no sun.misc.Signal", e));
        }
    }

    private static String seconds(long start) {
        return "%.1f".formatted((System.nanoTime() - start) / 1e9);
    }

    private static void say(String sentence) {
        System.err.println("dev: " + sentence);
    }
}
