package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedTextTest {

    @ParameterizedTest
    @CsvSource({"https://user:password@host/path?key=value,https://host/path", "u:p@host:1,host:1",
        "//u:p@host/a,//host/a", "https://u:p@ss/w@rd@host,https://host", "https://host/path,https://host/path",
        "?key=value,''", "'no route to https://u:p@host, really','no route to https://host, really'",
        "plain text,plain text"})
    void takesCredentialsAndTheQueryOutOfText(String text, String shown) {
        assertThat(Redaction.credentials(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"/a@b,/a@b", "http://u:p@host/a,http://[redacted]@host/a", "//u:p@host/a,//[redacted]@host/a",
        "u:p@host:443,[redacted]@host:443", "/path,/path", "*,*", "@host,[redacted]@host",
        "u:p@host//x,[redacted]@host//x"})
    void keepsNoUserOfATarget(String target, String shown) {
        assertThat(Redaction.target(target)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ProxySelector Request for http://u:p@h:1/x?key=abc | ProxySelector Request for http://[redacted]@h:1/x?[redacted]
            MessageHeader {GET /x?key=abc HTTP/1.1: null}      | MessageHeader {GET /x?[redacted] HTTP/1.1: null}
            {Authorization: Basic dTpw}{Accept: */*}           | {Authorization: [redacted]
            COOKIE=a=b; c={"d":"e"}; f                         | COOKIE= [redacted]
            "x-debug": "v1;exp=1;sig=abc"                      | "x-debug": [redacted]
            {'Authorization': 'Bearer abc'}                    | {'Authorization': [redacted]
            {\\"authorization\\":\\"abc\\"}                    | {\\"authorization\\": [redacted]
            asks /x?filter[a]=1&token=abc, and waits           | asks /x?[redacted] and waits
            to https://h/cb#access_token=abc or /doc#part      | to https://h/cb#[redacted] or /doc#part
            insert into t values (?,?,?)                       | insert into t values (?,?,?)
            opens https://u:p@ss/w@rd@host now                 | opens https://[redacted]@host now
            what? really: no authorization                     | what? really: no authorization
            of Class<?> and a ? b : c, (?)                     | of Class<?> and a ? b : c, (?)
            user@host wrote to /users/@me                      | user@host wrote to /users/@me
            """)
    void takesThemOutOfWhatALibrarySays(String text, String shown) {
        assertThat(Redaction.text(text)).isEqualTo(shown);
    }

    @Test
    void noTextTakesLong() {
        String text = "://".repeat(2_700);

        assertThat(assertTimeout(Duration.ofSeconds(10), () -> {
            String last = "";
            for (int i = 0; i < 100; i++) {
                last = Redaction.text(text);
            }
            return last;
        })).isEqualTo(text);
    }

    @Test
    void aTargetMayBeEmpty() {
        assertThat(Redaction.target("")).isEmpty();
    }
}
