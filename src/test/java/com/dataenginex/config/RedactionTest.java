package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource({"https://user:password@host/path?key=value,https://host/path", "https://user:pa/ss@host/,https://host/",
        "https://user:p@ssw0rd@collector:4317,https://collector:4317", "user:p@host:4317,host:4317",
        "tcp://u:p@10.0.0.1:5432?x=y,tcp://10.0.0.1:5432", "https://host/path,https://host/path",
        "Failed to connect to http://u:p@h:1,Failed to connect to http://h:1",
        "http://u:ge heim@h/,http://h/", "' u:geheim@h:x',h:x",
        "//u:p@h/,//h/", "hello world,hello world"})
    void takesCredentialsOutOfAUrl(String text, String shown) {
        assertThat(Redaction.credentials(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"/users/@me,/users/@me", "http://u:p@h/a,http://[redacted]@h/a", "u:p@h:443,[redacted]@h:443",
        "//user:pw@h/,//[redacted]@h/", "http://u:p@q@h/a,http://[redacted]@h/a", "/a,/a", "*,*", "'',''"})
    void hidesTheUserOfATarget(String target, String shown) {
        assertThat(Redaction.target(target)).isEqualTo(shown);
    }
}
