package com.dataenginex.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param heapKilobytes in use after a collection
 * @param files open file descriptors
 * @param threads of the operating system
 * @param residentKilobytes of memory
 */
public record ProcessFigures(long heapKilobytes, long files, long threads, long residentKilobytes) {

    /** Of a service, after a collection that it is told to make. */
    public static ProcessFigures of(ServiceProcess service) {
        long pid = service.process().pid();
        Tool.run("", List.of(Tool.require("jcmd").toString(), Long.toString(pid), "GC.run"));
        double heap = scrape(service.port()).sum("jvm_memory_used_bytes", "area=\"heap\"");
        return new ProcessFigures((long) heap / 1_024, count(pid, "fd"), threads(pid), resident(pid));
    }

    public static Scrape scrape(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return new Scrape(client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .build(), HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its memory in KiB. */
    public static long resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its threads of the operating system. */
    public static long threads(long pid) {
        return count(pid, "task");
    }

    private static long count(long pid, String folder) {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid + "/" + folder))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "heap %d KiB after GC, %d files, %d threads, %d MiB resident".formatted(heapKilobytes, files, threads,
                residentKilobytes / 1_024);
    }
}
