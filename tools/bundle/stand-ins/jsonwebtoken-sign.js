// Not by the package's name, which stands for jsonwebtoken.js in the bundle.
import sign from '../../../node_modules/jsonwebtoken/sign.js'

export { sign }
