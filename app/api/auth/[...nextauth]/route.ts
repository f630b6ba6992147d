import { signInDomain } from "@/lib/people/sign-in-domain.service";
import { authHandler } from "@/lib/platform/auth/auth-handler";

const handler = authHandler(signInDomain);

export { handler as GET, handler as POST };
