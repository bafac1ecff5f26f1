package com.dataenginex.admin;

import com.dataenginex.http.Parameters;
import com.dataenginex.http.Response;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * {@code POST /admin/jfr?seconds=30}: records with JDK Flight Recorder for so long, and answers with the recording. One at a time. What
 * the process was started with is left out: environment variables, properties and arguments hold secrets.
 */
final class RecordingHandler implements Handler, AutoCloseable {
    private static final int LONGEST = 120;
    private static final int USUAL = 30;
    /** Bytes that it may take in the folder for temporary files; the oldest go first. */
    private static final long LARGEST = 64L << 20;
    private static final List<String> TELLING = List.of("jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty",
            "jdk.InitialSecurityProperty", "jdk.JVMInformation", "jdk.SystemProcess");

    private final OneAtATime place = new OneAtATime("A recording is under way; one at a time.");
    private final CountDownLatch closing = new CountDownLatch(1);

    @Override
    public void handle(ServerRequest req, ServerResponse res)
            throws IOException, InterruptedException, ParseException {
        Response.requireAccepted(req, MediaTypes.APPLICATION_OCTET_STREAM);
        Parameters parameters = new Parameters(req);
        int seconds = parameters.query("seconds", USUAL, "a whole number from 1 to " + LONGEST, text -> {
            int value = Integer.parseInt(text);
            return value >= 1 && value <= LONGEST ? value : null;
        });
        parameters.check();
        try (OneAtATime ignored = place.take();
                Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            AdminToken.used(out -> out.number("seconds", seconds));
            TELLING.forEach(recording::disable);
            recording.setMaxSize(LARGEST);
            recording.start();
            closing.await(seconds, TimeUnit.SECONDS);
            recording.stop();
            res.headers().contentType(MediaTypes.APPLICATION_OCTET_STREAM);
            res.header(Response.NO_STORE).header(HeaderNames.CONTENT_DISPOSITION,
                    "attachment; filename=\"recording.jfr\"");
            try (InputStream recorded = recording.getStream(null, null); OutputStream out = res.outputStream()) {
                recorded.transferTo(out);
            }
        }
    }

    /** Ends a recording that is under way; it is answered as far as it came. */
    @Override
    public void close() {
        closing.countDown();
    }
}
