/** What the dialects have in common: headers of requests and answers, and how text is encoded. */
@NullMarked
package io.twinlane.gateway.http;

import org.jspecify.annotations.NullMarked;
