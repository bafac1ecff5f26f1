package com.dataenginex.tracing;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes spans over gRPC and counts them. Runs in a process of its own; prints its port, and the count for each line
 * that it reads.
 */
public final class OtlpSink {
    private OtlpSink() {
    }

    public static void main(String[] args) throws IOException {
        LongAdder spans = new LongAdder();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new TraceServiceGrpc.TraceServiceImplBase() {
                    @Override
                    public void export(ExportTraceServiceRequest request,
                            StreamObserver<ExportTraceServiceResponse> observer) {
                        request.getResourceSpansList().forEach(resource -> resource.getScopeSpansList()
                                .forEach(scope -> spans.add(scope.getSpansCount())));
                        observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
                        observer.onCompleted();
                    }
                }).build().start();
        System.out.println(server.getPort());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (in.readLine() != null) {
            System.out.println(spans.sum());
        }
        server.shutdownNow();
    }

    /** Starts it. */
    public static Remote launch() throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), OtlpSink.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader out = process.inputReader();
        return new Remote(process, out, Integer.parseInt(out.readLine()));
    }

    /** The one in the other process. */
    public record Remote(Process process, BufferedReader out, int port) implements AutoCloseable {
        /** Spans that it has taken so far. */
        public long spans() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return Long.parseLong(out.readLine());
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
